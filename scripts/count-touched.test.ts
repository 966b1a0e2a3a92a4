import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KINDS, touched } from './count-touched.ts';

const inGit = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: join(import.meta.dirname, '..') }).status === 0;

test.skipIf(!inGit)(
  'what stands for a kind of change is there, and a cell model is one line beside its folder (skipped outside of git)',
  () => {
    for (const kind of KINDS) expect(touched(kind, 'HEAD', false).length, kind.change).toBeGreaterThan(0);
    expect(touched(KINDS[0]!, 'HEAD', false)).toEqual(['src/core/cell/models.ts']);
  },
);

test.skipIf(!inGit)('a commit that does not exist is reported (skipped outside of git)', () => {
  expect(() => touched(KINDS[0]!, 'no-such-commit', false)).toThrow(/Expected a commit of this repository/);
});
