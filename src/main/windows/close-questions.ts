import { dialog, type BrowserWindow } from 'electron';
import type { CloseQuestion } from './close-guard.ts';

/** A running recording: only an explicit yes ends it, and its samples are stored before the window closes. */
export function recordingRuns(isRunning: () => boolean, stop: () => Promise<void>): CloseQuestion {
  return {
    applies: isRunning,
    ask: async (window) => {
      const yes = await askTo(window, {
        title: 'A recording is running',
        message: 'A recording is running. Stop it and close TwinClamp?',
        detail: 'Every sample recorded so far is stored already and stays in the session.',
        stay: 'Keep recording',
        leave: 'Stop the recording and close',
      });
      if (!yes) return false;
      try {
        await stop();
      } catch (error) {
        dialog.showErrorBox('The recording could not be stopped', error instanceof Error ? error.message : String(error));
        return false;
      }
      return true;
    },
  };
}

/** A protocol that was edited and not saved. */
export function protocolIsUnsaved(name: () => string | null, forget: () => void): CloseQuestion {
  return {
    applies: () => name() !== null,
    ask: async (window) => {
      const yes = await askTo(window, {
        title: 'A protocol is not saved',
        message: `The protocol "${name() ?? ''}" is not saved. Close TwinClamp without it?`,
        detail: 'Keep editing to save it on the Protocol desk.',
        stay: 'Keep editing',
        leave: 'Close without saving',
      });
      if (yes) forget();
      return yes;
    },
  };
}

interface Question {
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  readonly stay: string;
  readonly leave: string;
}

/** Enter and Escape choose to stay. */
async function askTo(window: BrowserWindow, { title, message, detail, stay, leave }: Question): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title,
    message,
    detail,
    buttons: [stay, leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
