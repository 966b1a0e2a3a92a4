import { ensureBuilt } from './build.ts';
import { openDisplay } from './display.ts';
import { electronFlags } from './electron/flags.ts';
import { electronRequired } from './electron/required.ts';
import { NoElectronError, resolveElectron } from './electron/resolve.ts';
import type { Tally } from './summary.ts';
import { runVitest } from './vitest-run.ts';

/** The tests on a real Electron, or why they cannot run on this machine; 'failed' where they must (electronRequired). */
export type EndToEnd = { readonly kind: 'ran'; readonly tally: Tally } | { readonly kind: 'skipped' | 'failed'; readonly reason: string };

/** Finds an Electron and a screen (starting Xvfb when there is none), builds, and runs test/e2e and test/security. */
export async function runEndToEnd(projectRoot: string, filters: readonly string[] = []): Promise<EndToEnd> {
  let electron;
  try {
    electron = resolveElectron(projectRoot);
  } catch (error) {
    if (error instanceof NoElectronError) return notHere(error.message);
    throw error;
  }
  console.log(electron.why);
  const display = await openDisplay();
  if (display.kind === 'none') return notHere(`${display.reason}; install xvfb to run them`);
  try {
    ensureBuilt(projectRoot);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TWINCLAMP_E2E_ELECTRON: electron.executable,
      TWINCLAMP_E2E_FLAGS: JSON.stringify(electronFlags().flags),
    };
    if (display.kind === 'virtual') env['DISPLAY'] = display.name;
    return { kind: 'ran', tally: await runVitest(projectRoot, { project: 'e2e', env, filters }) };
  } finally {
    if (display.kind === 'virtual') display.stop();
  }
}

function notHere(reason: string): EndToEnd {
  return electronRequired()
    ? { kind: 'failed', reason: `${reason}. On a CI machine they must run here; TWINCLAMP_REQUIRE_ELECTRON=0 lets them be skipped` }
    : { kind: 'skipped', reason };
}
