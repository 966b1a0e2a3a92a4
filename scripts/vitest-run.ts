import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tallyOf, type Tally } from './summary.ts';

/** Runs one vitest project with its own console output and returns the numbers. */
export function runVitest(
  projectRoot: string,
  project: string,
  env: NodeJS.ProcessEnv = process.env,
  filters: readonly string[] = [],
): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-tests-'));
  const reportFile = join(folder, 'report.json');
  try {
    const cli = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [
      cli,
      'run',
      ...filters,
      '--project',
      project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ];
    const run = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit', env });
    if (!existsSync(reportFile)) return { passed: 0, failed: run.status === 0 ? 0 : 1, skipped: 0 };
    const tally = tallyOf(JSON.parse(readFileSync(reportFile, 'utf8')));
    // Errors outside any test (an unhandled rejection) fail the run without a failed test.
    if (run.status !== 0 && tally.failed === 0) tally.failed = 1;
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
