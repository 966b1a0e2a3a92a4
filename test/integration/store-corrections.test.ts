import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { cellKindOf } from '../../src/core/trace/cell-kind.ts';
import { importCsv, SessionFolder } from '../../src/main/store/index.ts';

const protocol: Protocol = {
  id: 'flat',
  name: 'Flat',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: -80, durationMs: 100 }],
};
let scratch: string;
let sessions: SessionFolder;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'corrections-'));
  sessions = new SessionFolder(join(scratch, 'sessions'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('keeps what a file lost as gaps, and corrections with their history', () => {
  const file = join(scratch, 'lost.csv');
  const lines = Array.from({ length: 1001 }, (_, k) => `${k / 10_000},-0.08,${k >= 300 && k < 340 ? '' : 0.1 + k / 1e5}`);
  writeFileSync(file, `Time (s),Voltage (V),Current (pA/pF)\n${lines.join('\n')}\n`);
  const { sessionKey } = importCsv(file, protocol, 'cell', sessions, { capacitancePf: 40 });
  const reader = sessions.openReader(sessionKey);
  const before = reader.toVoltageClampRecording(1);
  expect(reader.listRecordings()[0]).toMatchObject({ samples: 1001, lostSamples: 40, status: 'complete', corrections: [] });
  reader.close();
  expect(before.currentPaPf.filter(Number.isNaN).length).toBe(40);
  expect(before.commandMv.every((mv) => Math.abs(mv + 80) < 1e-3)).toBe(true);
  expect(cellKindOf(before)).toBe('living');

  const session = sessions.open(sessionKey);
  session.correct(1, { madeAt: '2026-01-01T00:00:00.000Z', changes: { temperatureC: 22, excludedMs: [[10, 20]] } });
  session.correct(1, { madeAt: '2026-01-02T00:00:00.000Z', changes: { temperatureC: 24, cell: 'simulated' } });
  expect(() => session.correct(1, { madeAt: '', changes: { temperatureC: 90 } })).toThrow(/0 to 50/);
  session.close();
  const again = sessions.openReader(sessionKey);
  const after = again.toVoltageClampRecording(1);
  expect(after.conditions.temperatureC).toBe(24);
  expect(after.excludedMs).toEqual([[10, 20]]);
  expect(cellKindOf(after)).toBe('simulated');
  expect(again.listRecordings()[0]?.corrections.map(({ words }) => words)).toEqual([
    'bath temperature 22 °C; excluded 10 to 20 ms',
    'bath temperature 24 °C; cell: simulated',
  ]);
  // A changed byte is damage, not another condition.
  again.close();
  const owner = sessions.open(sessionKey);
  owner.connection.prepare('UPDATE correction SET json = \'{"temperatureC":37}\' WHERE id = 2').run();
  owner.close();
  const broken = sessions.openReader(sessionKey);
  expect(() => broken.toVoltageClampRecording(1)).toThrow(/correction of recording 1 is damaged/);
  broken.close();
});
