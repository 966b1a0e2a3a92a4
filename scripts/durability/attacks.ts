import { spawn } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { processIds, type AttackedApp } from './attacked-app.ts';
import { cliOf } from './surroundings.ts';

export interface Attack {
  readonly name: string;
  /** What must be kept of the recording: all of it, or all that was shown. */
  readonly promise: 'whole' | 'kept';
  /** The app does not survive it. */
  readonly fatal?: boolean;
  /** Playwright needs a new app after it. */
  readonly restart?: boolean;
  /** Done once, at a random moment of the run. */
  readonly strike: (attacked: AttackedApp, place: { readonly sessions: string; readonly checkout: string }) => Promise<void> | void;
}

const BLOCK_MS = 3000;
const HELD_MS = 2000;

/** All attacks on a live recording. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'main blocked for 3 s',
    promise: 'whole',
    strike: ({ app }) =>
      app.evaluate((_electron, ms) => {
        const end = Date.now() + ms;
        while (Date.now() < end);
      }, BLOCK_MS),
  },
  { name: 'list of all sessions', promise: 'whole', strike: ({ page }) => listSessions(page) },
  {
    name: 'file held by another program for 2 s',
    promise: 'whole',
    strike: (_attacked, { sessions }) => holdFor(newestFile(sessions), HELD_MS),
  },
  {
    name: 'file moved',
    promise: 'whole',
    strike: (_attacked, { sessions }) => renameSync(newestFile(sessions), join(sessions, 'moved.bin')),
  },
  {
    name: 'window killed',
    promise: 'whole',
    restart: true,
    strike: ({ app }) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()),
  },
  { name: 'inference killed', promise: 'whole', strike: (attacked) => killProcess(attacked, /inference/i) },
  { name: 'store killed', promise: 'whole', strike: (attacked) => killProcess(attacked, /store/i) },
  { name: 'simulated rig killed', promise: 'kept', strike: (attacked) => killProcess(attacked, /simulated rig/i) },
  { name: 'acquisition killed', promise: 'kept', strike: (attacked) => killProcess(attacked, /acquisition/i) },
  { name: 'app killed', promise: 'kept', fatal: true, strike: ({ process: main }) => void main.kill('SIGKILL') },
];

/** The command line records, and the reader of its standard error is closed. */
export async function recordWithClosedStderr(checkout: string, protocol: string, session: string): Promise<void> {
  const args = [
    ...cliOf(checkout),
    'rig',
    'record',
    '--port',
    'emulated',
    '--protocol',
    protocol,
    '--session',
    session,
    '--spontaneous-s',
    '0',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.once('data', () => child.stderr.destroy());
  await new Promise((resolve) => child.once('exit', resolve));
}

export function newestFile(sessions: string): string {
  const names = readdirSync(sessions).filter((name) => name.endsWith('.twinclamp') && !name.startsWith('old-'));
  const newest = names.sort().at(-1);
  if (newest === undefined) throw new Error(`Expected a session of the run in ${sessions}, found none.`);
  return join(sessions, newest);
}

async function listSessions(page: AttackedApp['page']): Promise<void> {
  await page.evaluate(() => window.twinclamp!.call['session:list']());
}

async function holdFor(file: string, ms: number): Promise<void> {
  const db = new Database(file);
  db.exec('BEGIN IMMEDIATE');
  await new Promise((resolve) => setTimeout(resolve, ms));
  db.exec('COMMIT');
  db.close();
}

async function killProcess({ app }: AttackedApp, name: RegExp): Promise<void> {
  const ids = await processIds(app);
  const found = Object.entries(ids).find(([title]) => name.test(title));
  if (found === undefined) throw new Error(`No process like ${name.source} runs; there are ${Object.keys(ids).join(', ')}.`);
  process.kill(found[1], 'SIGKILL');
}
