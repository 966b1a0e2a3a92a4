import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end and returns what it printed.
 * @param need what to do when the program is missing or fails
 * @throws Error with the last lines of its output
 */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly need: string; readonly minutes: number },
): string {
  const result = spawnSync(program, args, {
    cwd: options.cwd,
    encoding: 'utf8',
    timeout: options.minutes * 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return result.stdout;
  const missing = result.error !== undefined && 'code' in result.error && result.error.code === 'ENOENT';
  const what = missing
    ? `the program ${program} is not on the PATH`
    : result.signal !== null
      ? `no end within ${options.minutes} minutes`
      : (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-4).join(' / ') || `exit code ${String(result.status)}`;
  throw new Error(`Expected "${program} ${args.slice(0, 3).join(' ')} ..." to succeed, got: ${what}. ${options.need}`);
}
