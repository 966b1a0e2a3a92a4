import { dialog, type BrowserWindow } from 'electron';

/** More crashes than this within the span, and the window is not loaded again by itself. */
const CRASH_LIMIT = 3;
const CRASH_SPAN_MS = 60_000;

/** A page that died is loaded again; rig, recorder and inference live in other processes and go on meanwhile. */
export function recoverFromCrash(window: BrowserWindow, onCrash: (reason: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    onCrash(details.reason);
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < CRASH_SPAN_MS), now];
    if (crashes.length <= CRASH_LIMIT) {
      window.webContents.reload();
      return;
    }
    dialog.showErrorBox(
      'The window keeps failing',
      `It ended ${crashes.length} times within a minute (${details.reason}). A running recording goes on and is stored. Close ` +
        `TwinClamp and start it again.`,
    );
  });
}
