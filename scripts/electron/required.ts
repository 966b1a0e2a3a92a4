/**
 * Whether tests on a real Electron must run here: on a CI machine they fail where Electron or a screen is missing, elsewhere they
 * are skipped by name. TWINCLAMP_REQUIRE_ELECTRON=1 or 0 sets it; without it CI requires them.
 */
export function electronRequired(env: NodeJS.ProcessEnv = process.env): boolean {
  const said = (env['TWINCLAMP_REQUIRE_ELECTRON'] ?? '') === '' ? env['CI'] : env['TWINCLAMP_REQUIRE_ELECTRON'];
  return said !== undefined && !['', '0', 'false'].includes(said.toLowerCase());
}
