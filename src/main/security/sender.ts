import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { APP_ORIGIN } from './content-policy.ts';

/** True for the top frame of our own window on its own page; false for frames inside it, other windows and dead frames. */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent, window: () => WebContents | null): boolean {
  const contents = window();
  const frame = event.senderFrame;
  if (contents === null || frame === null || event.sender.id !== contents.id) return false;
  return frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`) && !frame.url.startsWith(`${APP_ORIGIN}/gpu/`);
}
