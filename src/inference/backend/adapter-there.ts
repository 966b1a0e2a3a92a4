import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROBE = new URL('./webgpu-probe.ts', import.meta.url);
/** A driver that hangs is no adapter. */
const LIMIT_MS = 20_000;

/**
 * Whether the package webgpu finds an adapter on this machine, asked in a process of its own. Loaded in this one it writes to
 * standard error whatever it lacks, which no option of it stops.
 */
export function adapterThere(): Promise<boolean> {
  return new Promise((resolve) => {
    const answered = (error: Error | null, stdout: string): void => resolve(error === null && stdout.includes('"adapter":true'));
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', fileURLToPath(PROBE)],
      { timeout: LIMIT_MS, windowsHide: true },
      answered,
    );
  });
}
