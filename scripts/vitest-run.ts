import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { captured } from './captured.ts';
import { tallyOf, type Tally } from './summary.ts';

/** What to run of a vitest project, and how. */
export interface VitestRun {
  readonly project: string;
  /** Parts of file names; none: every file. */
  readonly filters?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Prints when the run has ended, at this priority (0 usual, 19 last); without it as it goes. */
  readonly background?: number;
  /** Printed above the output of a run in the background. */
  readonly title?: string;
}

/** Runs one vitest project and returns the numbers. */
export async function runVitest(projectRoot: string, run: VitestRun): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-tests-'));
  const reportFile = join(folder, 'report.json');
  try {
    const status = await vitest(projectRoot, run, reportFile);
    if (!existsSync(reportFile)) return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
    const tally = tallyOf(JSON.parse(readFileSync(reportFile, 'utf8')));
    // Errors outside any test (an unhandled rejection) fail the run without a failed test.
    if (status !== 0 && tally.failed === 0) tally.failed = 1;
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function vitest(
  cwd: string,
  { project, filters = [], env = process.env, background, title = project }: VitestRun,
  reportFile: string,
) {
  const cli = join(cwd, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const args = [cli, 'run', ...filters, '--project', project, '--passWithNoTests', ...reporters];
  if (background !== undefined) {
    const { status, output } = await captured(args, { cwd, env, priority: background });
    console.log(`\n== ${title}\n${output}`);
    return status;
  }
  return await new Promise<number | null>((resolve, reject) => {
    spawn(process.execPath, args, { cwd, stdio: 'inherit', env }).once('error', reject).once('close', resolve);
  });
}
