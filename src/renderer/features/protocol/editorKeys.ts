import type { Workstation } from '../../state/workstation.ts';
import { command, redoEdit, undoEdit } from './editActions.ts';
import { saveProtocol } from './protocolActions.ts';

/** Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, Ctrl+S, and Alt with the arrows up and down. */
export function takeEditorKey(event: KeyboardEvent, workstation: Workstation): boolean {
  const key = event.key.toLowerCase();
  if (event.altKey && !event.ctrlKey && !event.metaKey && isInTable(event.target) && (key === 'arrowup' || key === 'arrowdown')) {
    command(workstation, key === 'arrowup' ? 'up' : 'down');
    return true;
  }
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (key === 's') {
    void saveProtocol(workstation);
    return true;
  }
  // A text field has its own undo.
  if (isBeingTyped(event.target, workstation)) return false;
  if (key === 'y' || (key === 'z' && event.shiftKey)) redoEdit(workstation);
  else if (key === 'z') undoEdit(workstation);
  else return false;
  return true;
}

function isBeingTyped(target: EventTarget | null, { store }: Workstation): boolean {
  const texts = store.get().protocolDesk.open?.texts ?? {};
  return target instanceof HTMLInputElement && Object.values(texts).some(({ text, problem }) => problem === null && text === target.value);
}

function isInTable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.segment-table') !== null;
}
