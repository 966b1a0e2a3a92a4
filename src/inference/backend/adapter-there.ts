import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROBE = new URL('./webgpu-probe.ts', import.meta.url);
/** Time limit: a driver that hangs counts as no adapter. */
const LIMIT_MS = 20_000;

/**
 * Whether the package webgpu finds an adapter on this machine, tested in a separate process: it writes missing drivers to
 * standard error, which no option stops.
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
