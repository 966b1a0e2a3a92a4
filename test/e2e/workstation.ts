import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRequired } from '../../scripts/electron/required.ts';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const executable = process.env['TWINCLAMP_E2E_ELECTRON'];
/** These tests need a real Electron and a screen; `npm run test:e2e` provides both. */
export const noElectron = executable === undefined;
if (noElectron && electronRequired()) {
  throw new Error(
    'These tests must run on this machine (CI or TWINCLAMP_REQUIRE_ELECTRON) and need an Electron and a screen: start them by ' +
      'npm run test:e2e.',
  );
}

/** Within this the desks are there, ms; shorter than the time limit of a hook, so that what is missing is reported. */
const START_MS = 80_000;

/** A folder for the operator's data of one test. */
export interface Home {
  readonly folder: string;
  readonly remove: () => void;
}

export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface Workstation {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

export async function startWorkstation(home: Home, env: Readonly<Record<string, string>> = {}): Promise<Workstation> {
  const app = await _electron.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [...(JSON.parse(process.env['TWINCLAMP_E2E_FLAGS'] ?? '[]') as string[]), projectRoot],
    env: {
      ...(process.env as Record<string, string>),
      TWINCLAMP_USER_DATA: join(home.folder, 'user'),
      TWINCLAMP_SESSIONS: join(home.folder, 'sessions'),
      TWINCLAMP_GPU: 'off',
      ...env,
    },
  });
  const child = app.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const page = await mainPage(app).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`The app did not show its desks. It wrote: ${output}`, { cause: error });
  });
  return { app, page, output: () => output, close: () => close(app, child) };
}

/**
 * The window with the desks; the hidden WebGPU page is another one. Looked for until it is there: a window's event may come before its
 * address is known.
 */
async function mainPage(app: ElectronApplication): Promise<Page> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const page = app.windows().find((opened) => opened.url().startsWith('app://twinclamp/index.html'));
    if (page) {
      await page.getByTestId('state-word').waitFor({ timeout: Math.max(1, deadline - Date.now()) });
      return page;
    }
    if (Date.now() > deadline)
      throw new Error(
        `No window with the desks after ${START_MS / 1000} s; windows: ${
          app
            .windows()
            .map((opened) => opened.url())
            .join(', ') || 'none'
        }.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** An app that does not end by itself must not keep the test machine busy; one that has ended has no process to ask Playwright for. */
async function close(app: ElectronApplication, child: ChildProcess): Promise<void> {
  const insist = setTimeout(() => child.kill('SIGKILL'), 20_000);
  try {
    await app.close();
  } finally {
    clearTimeout(insist);
  }
}

/** Waits until the state bar shows the word. */
export async function waitForState(page: Page, word: string, timeout = 60_000): Promise<void> {
  await page.getByTestId('state-word').filter({ hasText: word }).waitFor({ timeout });
}

/** Keeps a picture for whoever looks at the window, in the folder that TWINCLAMP_LOOK names. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['TWINCLAMP_LOOK'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Keeps a picture of the window when TWINCLAMP_SCREENSHOTS is set (`npm run test:e2e -- --screenshots`). */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['TWINCLAMP_SCREENSHOTS'] === undefined) return;
  const folder = join(projectRoot, 'docs', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
