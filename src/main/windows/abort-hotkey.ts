import type { BrowserWindow, Input } from 'electron';

/** F12 alone or Ctrl+Shift+Escape: shown to the operator by shared/contract/hotkeys. */
export function isAbortKey(input: Pick<Input, 'type' | 'key' | 'control' | 'shift' | 'alt' | 'meta'>): boolean {
  if (input.type !== 'keyDown' || input.alt || input.meta) return false;
  if (input.key === 'F12') return !input.control && !input.shift;
  return input.key === 'Escape' && input.control && input.shift;
}

/** Catches the key in main, so that ABORT works even when the page hangs. */
export function bindAbortHotkey(window: BrowserWindow, abort: () => void): void {
  window.webContents.on('before-input-event', (event, input) => {
    if (!isAbortKey(input)) return;
    event.preventDefault();
    abort();
  });
}
