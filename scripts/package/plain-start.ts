import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program started as an operator's desktop would start it, with its own folders. */
export interface PlainStart {
  /** Waits until the log of the program has the text; false when the time is over or the program has ended. */
  readonly logged: (text: string, limitMs?: number) => Promise<boolean>;
  readonly log: () => string;
  /** What it wrote to its standard outputs. */
  readonly output: () => string;
  /** Ends it and removes its folders. */
  readonly stop: () => Promise<void>;
}

const STOP_MS = 15_000;

export function plainStart(program: string, args: readonly string[], env: Readonly<Record<string, string>>): PlainStart {
  const home = mkdtempSync(join(tmpdir(), 'twinclamp-package-'));
  const logFile = join(home, 'program.log');
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...own } = process.env;
  const child = spawn(program, [...args], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...own,
      TWINCLAMP_LOG: logFile,
      TWINCLAMP_USER_DATA: join(home, 'user'),
      TWINCLAMP_SESSIONS: join(home, 'sessions'),
      TWINCLAMP_GPU: 'off',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const settle = (): void => {
      ended = true;
      resolve();
    };
    child.once('exit', settle);
    child.once('error', (error) => {
      output += error.message;
      settle();
    });
  });
  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  return {
    log,
    output: () => output,
    logged: async (text, limitMs = 60_000) => {
      for (const deadline = Date.now() + limitMs; ;) {
        if (log().includes(text)) return true;
        if (ended || Date.now() > deadline) return false;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    stop: async () => {
      child.kill();
      const insist = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await end;
      clearTimeout(insist);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
