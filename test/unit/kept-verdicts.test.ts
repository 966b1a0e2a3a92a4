import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeptVerdicts } from '../hostile/kept-verdicts.ts';

test('verdicts of a run that was ended are known to the next', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
  try {
    const path = join(folder, 'verdicts.jsonl');
    const attack = { name: 'bad line 3', seed: 51, line: 'memory' } as const;
    new KeptVerdicts(path).keep({ ...attack, broken: [] });
    appendFileSync(path, '{"name":"cut');
    const next = new KeptVerdicts(path);
    expect(next.of(attack)).toEqual({ ...attack, broken: [] });
    expect(next.of({ ...attack, line: 'pty' })).toBeUndefined();
    expect(new KeptVerdicts(null).of(attack)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
