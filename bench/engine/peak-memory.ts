import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { round } from '../measure.ts';

/** Peak memory of a population run with two workers, MiB, the whole process with its threads, for each number of cells. */
export function peakMemory(cells: readonly number[]): { readonly cells: number; readonly peakMib: number }[] {
  return cells.map((count) => {
    const folder = mkdtempSync(join(tmpdir(), 'twinclamp-memory-'));
    try {
      const said = execFileSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'memory.child.ts'), folder, String(count)],
        { encoding: 'utf8' },
      );
      return { cells: count, peakMib: round(Number(said)) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
