import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

/** What a finished process printed, and how it ended. */
export interface Captured {
  readonly status: number | null;
  readonly output: string;
}

/** How a captured process runs: its folder and environment, and its priority (0 usual, 19 last). */
export interface CaptureOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly priority?: number;
}

/** Runs this Node with `args` and keeps what it prints, so that two of them do not mix their lines. */
export function captured(args: readonly string[], { cwd, env, priority }: CaptureOptions): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output: Buffer.concat(parts).toString('utf8') }));
  });
}
