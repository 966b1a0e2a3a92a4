import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeptVerdicts } from '../hostile/kept-verdicts.ts';

interface Tried {
  readonly name: string;
  readonly seed: number;
  readonly line: 'memory' | 'pty';
  readonly broken: readonly string[];
}

test('verdicts of a run that was ended are known to the next', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
  try {
    const path = join(folder, 'verdicts.jsonl');
    const attack = { name: 'bad line 3', seed: 51, line: 'memory' } as const;
    new KeptVerdicts<Tried>(path).keep({ ...attack, broken: [] });
    appendFileSync(path, '{"name":"cut');
    const next = new KeptVerdicts<Tried>(path);
    expect(next.of(attack)).toEqual({ ...attack, broken: [] });
    expect(next.of({ ...attack, line: 'pty' })).toBeUndefined();
    expect(new KeptVerdicts(null).of(attack)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
