import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as its own process, as an operator does; ends it with a signal once `when` sees its cue in the progress. */
export function cli(
  args: readonly string[],
  interrupt?: { readonly signal: NodeJS.Signals; readonly when: (stderr: string) => boolean },
): Promise<CliResult> {
  const { npm_lifecycle_event: _script, TWINCLAMP_DEBUG: _debug, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...args, ...(interrupt === undefined ? [] : ['--progress'])],
      {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (interrupt !== undefined && !interrupted && interrupt.when(stderr)) {
        interrupted = true;
        child.kill(interrupt.signal);
      }
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

// The document differs from verb to verb; tests look into it and compare.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type CliAnswer = any;

/** The one JSON document of a job that is expected to succeed. */
export async function answerOf(args: readonly string[]): Promise<CliAnswer> {
  const { code, stdout, stderr } = await cli([...args, '--json']);
  if (code !== 0) throw new Error(`twinclamp ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** The error of a job that is expected to fail: standard output empty, one sentence, no stack. */
export async function failureOf(args: readonly string[]): Promise<{ code: number | null; kind: string; message: string }> {
  const { code, stdout, stderr } = await cli([...args, '--json']);
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  const { error } = JSON.parse(last) as { error: { kind: string; message: string } };
  if (stdout !== '') throw new Error(`Expected nothing on standard output, got ${stdout.slice(0, 200)}.`);
  if (/^\s+at /m.test(error.message) || error.message.includes('\n')) throw new Error(`Expected one sentence, got ${error.message}.`);
  return { ...error, code };
}

export function readFloat32(path: string): Float32Array {
  const bytes = readFileSync(path);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** A folder for a test file, and how to remove it. */
export function scratch(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-cli-'));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
