import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The command line of the checkout that is attacked. */
export function cliOf(checkout: string): readonly string[] {
  return ['--disable-warning=ExperimentalWarning', join(checkout, 'src', 'cli', 'index.ts')];
}

export const PROTOCOL_ID = 'durability';
/** 3 s in steps of 100 ms. */
export const PROTOCOL = {
  id: PROTOCOL_ID,
  name: 'Durability',
  source: 'verify:durability',
  holdingMv: -80,
  segments: Array.from({ length: 30 }, (_, i) => ({ kind: 'step', voltageMv: i % 2 === 0 ? -60 : -90, durationMs: 100 })),
} as const;
export const SAMPLES = 30_001;

/** A folder of many small sessions, as an operator has after some years. */
export function fillSessions(checkout: string, scratch: string, sessions: string, count: number): void {
  mkdirSync(sessions, { recursive: true });
  const protocol = join(scratch, 'tiny.json');
  writeFileSync(
    protocol,
    JSON.stringify({
      id: 'tiny',
      name: 'Tiny',
      source: 'verify:durability',
      holdingMv: -80,
      segments: [{ kind: 'step', voltageMv: -60, durationMs: 100 }],
    }),
  );
  const csv = join(scratch, 'tiny.csv');
  const rows = Array.from({ length: 1001 }, (_, k) => `${(k / 10_000).toFixed(4)},-0.06,${(0.5 + 0.01 * Math.sin(k)).toFixed(4)}`);
  writeFileSync(csv, `Time (s),Voltage (V),Current (pA/pF)\n${rows.join('\n')}\n`);
  const first = join(sessions, 'old-0000.twinclamp');
  const made = spawnSync(
    process.execPath,
    [...cliOf(checkout), 'session', 'import', '--csv', csv, '--protocol', protocol, '--cell-name', 'old cell', '--session', first],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`Making the sessions failed: ${made.stderr}`);
  for (let i = 1; i < count; i++) copyFileSync(first, join(sessions, `old-${String(i).padStart(4, '0')}.twinclamp`));
}

/** Holds session files exclusively, as another program may. */
export function holdExclusively(files: readonly string[]): () => void {
  const held = files.map((file) => {
    const db = new Database(file);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return db;
  });
  return () => held.forEach((db) => db.close());
}

/** Keeps one core busy. */
export function burnCore(): () => void {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  return () => void child.kill('SIGKILL');
}

/** Runs commands of the command line one after the other, until it is stopped. */
export function repeatCommands(
  checkout: string,
  commands: () => readonly (readonly string[])[],
): { readonly stop: () => void; readonly done: () => number } {
  let stopped = false;
  let done = 0;
  let child: ChildProcess | null = null;
  const next = (): void => {
    const list = commands();
    const command = list[done % list.length];
    if (stopped || command === undefined) return;
    child = spawn(process.execPath, [...cliOf(checkout), ...command], { stdio: 'ignore' });
    child.once('exit', () => {
      done++;
      next();
    });
  };
  next();
  return {
    stop: () => {
      stopped = true;
      child?.kill('SIGKILL');
    },
    done: () => done,
  };
}
