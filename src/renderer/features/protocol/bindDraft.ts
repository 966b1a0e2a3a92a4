import { addNotice, messageOf } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';
import { draftOf } from './protocolActions.ts';

/** Edits that follow each other within this time are stored together, ms. */
const SOON_MS = 400;

/** Informs main of unsaved changes: at once when they begin or end, with a short delay after each further change. */
export function bindDraft(workstation: Workstation): void {
  const { store, api } = workstation;
  let seen = store.get().protocolDesk.open;
  let kept = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    const draft = draftOf(store.get().protocolDesk.open);
    kept = draft !== null;
    api.call['protocol:keepDraft'](draft).catch((error: unknown) =>
      addNotice(store, 'warning', `The unsaved protocol is not kept on the disk: ${messageOf(error)}`),
    );
  };
  store.subscribe(() => {
    const { open } = store.get().protocolDesk;
    if (open === seen) return;
    const changed =
      open === null ||
      seen === null ||
      open.history.present !== seen.history.present ||
      open.opened !== seen.opened ||
      open.origin !== seen.origin;
    seen = open;
    if (!changed) return;
    clearTimeout(timer);
    const unsaved = draftOf(open) !== null;
    if (unsaved !== kept) keep();
    else if (unsaved) timer = setTimeout(keep, SOON_MS);
  });
}
