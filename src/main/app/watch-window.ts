import type { BrowserWindow } from 'electron';
import { abortHotkey } from '../../shared/contract/hotkeys.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { bindAbortHotkey } from '../windows/abort-hotkey.ts';
import { guardClose } from '../windows/close-guard.ts';
import { protocolIsUnsaved, recordingRuns } from '../windows/close-questions.ts';
import { recoverFromCrash } from '../windows/crash-recovery.ts';
import type { Services } from './services.ts';

/** Binds the window to the services: abort key, questions when closing, and recovery when its page dies. */
export function watchWindow(window: BrowserWindow, services: Services, send: EventSender): void {
  bindAbortHotkey(window, () => {
    services.rig.abort().then(
      ({ state, fault }) =>
        state === 'fault'
          ? send('app:notice', { level: 'error', message: `ABORT by ${abortHotkey.label}: ${fault ?? 'the rig is in fault.'}` })
          : send('app:notice', { level: 'warning', message: `ABORT by ${abortHotkey.label}: the rig holds its safe level.` }),
      (error: unknown) =>
        send('app:notice', {
          level: 'error',
          message: `ABORT by ${abortHotkey.label} failed: ${error instanceof Error ? error.message : String(error)}`,
        }),
    );
  });
  const { rig, protocolDraft } = services;
  guardClose(window, [
    recordingRuns(
      () => rig.isRecording(),
      () => rig.stopAndWait(),
    ),
    protocolIsUnsaved(
      () => protocolDraft.unsaved(),
      () => protocolDraft.forget(),
    ),
  ]);
  recoverFromCrash(window, (reason) => console.error(`The window ended (${reason}); it is loaded again, recording goes on.`));
  window.webContents.on('did-start-loading', () => services.rig.pageReset());
}
