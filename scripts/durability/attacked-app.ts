import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { TwinclampApi } from '../../src/shared/contract/contract.ts';
import { PROTOCOL, PROTOCOL_ID } from './surroundings.ts';

declare global {
  interface Window {
    /** Number of samples of the newest recording that the page has received. */
    durabilityShown?: number;
  }
}

export interface AttackedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly process: ChildProcess;
  readonly output: () => string;
}

/** Starts the app of a checkout on a folder of sessions, connected to its simulated rig, with the short protocol saved. */
export async function startAttacked(
  checkout: string,
  electron: { readonly executable: string; readonly flags: readonly string[] },
  home: string,
  sessions: string,
): Promise<AttackedApp> {
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...electron.flags, checkout],
    env: {
      ...(process.env as Record<string, string>),
      TWINCLAMP_USER_DATA: join(home, 'user'),
      TWINCLAMP_SESSIONS: sessions,
      TWINCLAMP_GPU: 'off',
    },
    timeout: 120_000,
  });
  const child = app.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const page = await deskPage(app);
  await page
    .getByTestId('state-word')
    .filter({ hasText: /Idle|Simulated/ })
    .waitFor({ timeout: 60_000 });
  await page.evaluate(
    (protocol) => window.twinclamp!.call['protocol:save']({ protocol: protocol as never, replace: true }),
    PROTOCOL as unknown,
  );
  await watchSamples(page);
  return { app, page, process: child, output: () => output };
}

async function deskPage(app: ElectronApplication): Promise<Page> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const page = app.windows().find((opened) => opened.url().startsWith('app://twinclamp/index.html'));
    if (page !== undefined) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The app showed no window with the desks within 120 s.');
}

/** Counts what the page receives. A reloaded page begins again at 0. */
export function watchSamples(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.durabilityShown = 0;
    const { on } = window.twinclamp as TwinclampApi;
    on['rig:samples'](({ firstSample, voltageMv, stride }) => {
      window.durabilityShown = Math.max(0, firstSample) + (stride === 1 ? voltageMv.length : (voltageMv.length * stride) / 2);
    });
  });
}

/** Begins a run of the short protocol. */
export function beginRun(page: Page, cellName: string): Promise<{ readonly recordingId: number }> {
  return page.evaluate(
    ([protocolId, name]) => window.twinclamp!.call['rig:record']({ protocolId, cellName: name, spontaneousSeconds: 0 }),
    [PROTOCOL_ID, cellName] as const,
  );
}

/** A window whose page died never answers what was asked of that page, ms. */
const ANSWER_MS = 2000;

/** Asked of the window itself: Playwright drops a page that died, even when the app reloads it. */
export function rigState(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }, answerMs) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('/index.html'));
    if (window === undefined || window.webContents.isCrashed() || window.webContents.isLoading()) return 'unknown';
    const asked = window.webContents.executeJavaScript("window.twinclamp.call['rig:status']()") as Promise<{ state: string }>;
    const late = new Promise<{ state: string }>((resolve) => setTimeout(() => resolve({ state: 'unknown' }), answerMs));
    return (await Promise.race([asked, late])).state;
  }, ANSWER_MS);
}

/** Process ids by the name of what runs in them. */
export function processIds(app: ElectronApplication): Promise<Readonly<Record<string, number>>> {
  return app.evaluate(({ app: electron }) =>
    Object.fromEntries(
      electron
        .getAppMetrics()
        .map((metric) => [
          metric.serviceName !== undefined && metric.type === 'Utility' ? (metric.name ?? metric.serviceName) : metric.type,
          metric.pid,
        ]),
    ),
  );
}
