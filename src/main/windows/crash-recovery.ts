import { dialog, type BrowserWindow } from 'electron';

/** After more crashes than this within the span, the window is not reloaded automatically. */
const CRASH_LIMIT = 3;
const CRASH_SPAN_MS = 60_000;

/** A page that died is reloaded; rig, recorder and inference run in other processes and continue meanwhile. */
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
      `It ended ${crashes.length} times within a minute (${details.reason}). A running recording continues and is stored. Close ` +
        `TwinClamp and start it again.`,
    );
  });
}
