import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProtocolDraft } from '../../shared/contract/schemas.ts';
import { ProtocolDraftKeeper } from './protocol-draft.ts';

const folder = mkdtempSync(join(tmpdir(), 'draft-'));
afterAll(() => rmSync(folder, { recursive: true }));
const opened: ProtocolDraft['opened'] = {
  id: 'a',
  name: 'A',
  source: 's',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: 0, durationMs: 1 }],
};
const draft: ProtocolDraft = {
  origin: 'library',
  opened,
  edited: { name: 'A changed', holdingMv: -80, segments: [{ kind: 'ramp', startMv: 0, endMv: 1, durationMs: 2 }] },
};

test('a draft outlives the program until it is saved or given up', () => {
  const file = join(folder, 'one.json');
  const keeper = new ProtocolDraftKeeper(file);
  expect([keeper.read(), keeper.unsaved()]).toEqual([null, null]);
  keeper.keep(draft);
  expect(keeper.unsaved()).toBe('A changed');
  expect(new ProtocolDraftKeeper(file).read()).toEqual(draft);
  keeper.keep(null);
  expect([keeper.unsaved(), new ProtocolDraftKeeper(file).read()]).toEqual([null, null]);
});

test('a file that holds no draft is reported and does not prevent the next', () => {
  const file = join(folder, 'two.json');
  writeFileSync(file, '{"origin":"own"}');
  const keeper = new ProtocolDraftKeeper(file);
  expect(() => keeper.read()).toThrow(/could not be read.*two\.json/s);
  keeper.keep(draft);
  expect(keeper.read()).toEqual(draft);
});
