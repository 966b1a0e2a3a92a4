import { dialog, type BrowserWindow } from 'electron';

export interface RunningRecording {
  /** Whether a recording is running this moment. */
  readonly isRunning: () => boolean;
  /** Stops it and answers once all its samples are stored. */
  readonly stop: () => Promise<void>;
}

/** Closing the window while a recording runs asks first; only an explicit yes ends the recording. */
export function guardClose(window: BrowserWindow, recording: RunningRecording): void {
  let asking = false;
  window.on('close', (event) => {
    if (!recording.isRunning()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void askToStop(window, recording).finally(() => {
      asking = false;
    });
  });
}

async function askToStop(window: BrowserWindow, recording: RunningRecording): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'A recording is running',
    message: 'A recording is running. Stop it and close TwinClamp?',
    detail: 'Every sample recorded so far is stored already and stays in the session.',
    buttons: ['Keep recording', 'Stop the recording and close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return;
  try {
    await recording.stop();
  } catch (error) {
    dialog.showErrorBox('The recording could not be stopped', error instanceof Error ? error.message : String(error));
    return;
  }
  if (!window.isDestroyed()) window.close();
}
