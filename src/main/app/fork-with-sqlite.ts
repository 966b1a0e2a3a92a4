import { dirname, join } from 'node:path';
import { utilityProcess, type ForkOptions, type UtilityProcess } from 'electron';

/**
 * Forks a script that opens sessions. The oldest Electron uses another SQLite binding (docs/adr/0005), which a starter puts in
 * place first.
 */
export function forkWithSqlite(script: string, options: ForkOptions, env: NodeJS.ProcessEnv = process.env): UtilityProcess {
  const alias = env['TWINCLAMP_SQLITE_ALIAS'];
  if (alias === undefined) return utilityProcess.fork(script, [], options);
  return utilityProcess.fork(join(dirname(alias), 'sqlite-start.cjs'), [script], options);
}
