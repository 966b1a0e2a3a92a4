/** On the oldest Electron another SQLite binding stands in (docs/adr/0005): what a process that opens sessions starts with. */
export function sqliteAlias(env: NodeJS.ProcessEnv = process.env): string[] {
  const alias = env['TWINCLAMP_SQLITE_ALIAS'];
  return alias === undefined ? [] : ['-r', alias];
}
