import { editedFrom, type EditedProtocol } from '../../../core/protocol/edit/edited-protocol.ts';
import { protocolIdOf } from '../../../core/protocol/protocol-id.ts';
import type { ProtocolDraft } from '../../../shared/contract/schemas.ts';
import type { Protocol } from '../../state/appState.ts';
import { beginHistory, change } from '../../state/history.ts';
import { valueOf } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import { asProtocol, isUnsaved, NO_SCORE, type DeskQuestion, type OpenProtocol, type ProtocolOrigin } from './deskState.ts';
import type { Workstation } from '../../state/workstation.ts';
import { chooseProtocol } from '../rig/rigActions.ts';
import { updateDesk, updateOpen } from './editActions.ts';
import { commitAll, placeOf } from './fieldActions.ts';

/** A new protocol begins with the hold that all protocols of the library begin with. */
const BLANK: Protocol = {
  id: 'new-protocol',
  name: 'New protocol',
  source: 'Made in TwinClamp',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -80, durationMs: 100 },
    { kind: 'step', voltageMv: 0, durationMs: 200 },
    { kind: 'step', voltageMv: -80, durationMs: 200 },
  ],
};

export async function refreshShelf({ api, load }: Workstation): Promise<void> {
  await Promise.all([load('shelf', () => api.call['protocol:shelf']()), load('protocols', () => api.call['protocol:list']())]);
}

/** Opens a protocol in the editor; asks first about unsaved changes. */
export function openProtocol(workstation: Workstation, origin: ProtocolOrigin, protocol: Protocol): void {
  afterAsking(workstation, () => showProtocol(workstation, origin, protocol, editedFrom(protocol)));
}

export function newProtocol(workstation: Workstation): void {
  openProtocol(workstation, 'new', BLANK);
}

/** @param token of a dropped file; without one main asks for the file */
export async function importProtocol(workstation: Workstation, token?: string): Promise<void> {
  const imported = await workstation.attempt('protocol:import', token === undefined ? {} : { token });
  if (imported === null) return;
  afterAsking(workstation, () => {
    showProtocol(workstation, 'file', imported.protocol, editedFrom(imported.protocol));
    imported.notes.forEach((note) => addNotice(workstation.store, 'warning', note));
  });
}

/** The unsaved protocol of the last session, when the desk has none. */
export async function restoreDraft(workstation: Workstation): Promise<void> {
  const draft = await workstation.attempt('protocol:draft', undefined);
  if (draft === null || workstation.store.get().protocolDesk.open !== null) return;
  const { origin, opened, edited } = draft;
  showProtocol(workstation, origin, opened, editedFrom(opened));
  updateOpen(workstation, ({ history }) => ({
    history: change(history, { ...editedFrom(edited), nextKey: opened.segments.length + edited.segments.length }),
  }));
  addNotice(workstation.store, 'info', `The protocol “${edited.name}” was not saved in the last session; it is open on the Protocol desk.`);
}

/** The part of the open protocol that is kept in case it is not saved; null when nothing would be lost. */
export function draftOf(open: OpenProtocol | null): ProtocolDraft | null {
  if (open === null || !isUnsaved(open)) return null;
  const { name, holdingMv, segments } = asProtocol(open, open.history.present);
  return { origin: open.origin, opened: open.opened, edited: { name, holdingMv, segments } };
}

/** Saves the open protocol among the operator's own. Returns whether it is saved; otherwise a sentence or a question gives the reason. */
export async function saveProtocol(workstation: Workstation, replace = false): Promise<boolean> {
  const wrong = commitAll(workstation);
  const { open } = workstation.store.get().protocolDesk;
  if (open === null) return false;
  const [first] = wrong;
  if (first !== undefined) {
    addNotice(
      workstation.store,
      'error',
      `Not saved: ${placeOf(open, first)} holds no value. Correct the marked ${wrong.length === 1 ? 'field' : 'fields'} first.`,
    );
    return false;
  }
  const protocol = toSave(workstation, open);
  if (typeof protocol === 'string') {
    updateOpen(workstation, () => ({ nameProblem: protocol }));
    return false;
  }
  const saved = await workstation.attempt('protocol:save', { protocol, replace }, 'protocol-save');
  if (saved === null) return false;
  if (saved.kind === 'taken') {
    if (saved.by === 'library')
      updateOpen(workstation, () => ({ nameProblem: `The library has “${saved.name}” under this name. Give yours another.` }));
    else updateDesk(workstation, { question: { kind: 'replace', name: saved.name } });
    return false;
  }
  updateDesk(workstation, { question: null });
  // Changes made while the file was written stay unsaved changes.
  updateOpen(workstation, ({ history }) => ({
    origin: 'own',
    opened: protocol,
    nameProblem: null,
    history: withName(history, protocol.name),
  }));
  addNotice(workstation.store, 'info', `Saved as ${saved.file}.`);
  await refreshShelf(workstation);
  if (workstation.store.get().rigForm.protocolId === protocol.id) await chooseProtocol(workstation, protocol.id);
  return true;
}

/** Spaces around a name are not saved and make no difference to it. */
function withName(history: OpenProtocol['history'], name: string): OpenProtocol['history'] {
  return history.present.name.trim() === name ? { ...history, present: { ...history.present, name } } : history;
}

/** The protocol under the id it is saved with, or what is wrong with its name. */
function toSave({ store }: Workstation, open: OpenProtocol): Protocol | string {
  const { opened, origin } = open;
  const protocol = asProtocol(open, open.history.present);
  const name = protocol.name.trim();
  if (name === '') return 'Name the protocol.';
  const isLibrarys = (valueOf(store.get().shelf)?.entries ?? []).some(
    (entry) => entry.origin === 'library' && entry.protocol.name === name,
  );
  if (isLibrarys) return `The library has “${name}”. Give yours another name.`;
  const id = origin === 'own' && name === opened.name ? opened.id : protocolIdOf(name);
  if (id === '') return 'The name needs a letter or digit for the name of its file.';
  return {
    ...protocol,
    id,
    name,
    source: origin === 'library' ? `Edited in TwinClamp from ${opened.name}: ${opened.source}` : opened.source,
  };
}

export async function exportProtocol(workstation: Workstation): Promise<void> {
  const wrong = commitAll(workstation);
  const { open } = workstation.store.get().protocolDesk;
  const [first] = wrong;
  if (open === null || first !== undefined) {
    if (open !== null && first !== undefined)
      addNotice(workstation.store, 'error', `No file written: ${placeOf(open, first)} holds no value. Correct the marked field first.`);
    return;
  }
  const protocol = asProtocol(open, open.history.present);
  const id = protocol.name === open.opened.name ? open.opened.id : protocolIdOf(protocol.name) || open.opened.id;
  const file = await workstation.attempt('protocol:export', { protocol: { ...protocol, id } });
  if (file !== null) addNotice(workstation.store, 'info', `Written to ${file}.`);
}

export function askToRemove(workstation: Workstation, { opened, origin }: OpenProtocol): void {
  if (origin === 'own') updateDesk(workstation, { question: { kind: 'remove', protocolId: opened.id, name: opened.name } });
}

/** Removes the file; the editor keeps the protocol as an unsaved one, so that it can be saved again. */
export async function removeProtocol(workstation: Workstation, protocolId: string): Promise<void> {
  updateDesk(workstation, { question: null });
  const removed = await workstation.attempt('protocol:remove', { protocolId });
  if (removed === null) return;
  updateOpen(workstation, ({ opened, origin }) => (origin === 'own' && opened.id === protocolId ? { origin: 'file' } : {}));
  await refreshShelf(workstation);
  const { rigForm, protocols } = workstation.store.get();
  const first = valueOf(protocols)?.[0];
  if (rigForm.protocolId === protocolId && first !== undefined) await chooseProtocol(workstation, first.id);
}

/** Chooses the saved protocol on the Rig desk and goes there. */
export async function toRig(workstation: Workstation, { opened }: OpenProtocol): Promise<void> {
  workstation.store.set({ desk: 'rig' });
  await chooseProtocol(workstation, opened.id);
}

export function dropQuestion(workstation: Workstation): void {
  updateDesk(workstation, { question: null });
}

/** Continues without the unsaved changes. */
export function discardAndProceed(workstation: Workstation, question: Extract<DeskQuestion, { kind: 'unsaved' }>): void {
  updateDesk(workstation, { question: null });
  question.proceed();
}

/** Saves the unsaved changes and continues if that succeeded. */
export async function saveAndProceed(workstation: Workstation, question: Extract<DeskQuestion, { kind: 'unsaved' }>): Promise<void> {
  updateDesk(workstation, { question: null });
  if (await saveProtocol(workstation)) question.proceed();
}

function afterAsking(workstation: Workstation, proceed: () => void): void {
  const { open } = workstation.store.get().protocolDesk;
  if (open === null || !(isUnsaved(open) || Object.keys(open.texts).length > 0)) proceed();
  else updateDesk(workstation, { question: { kind: 'unsaved', proceed } });
}

function showProtocol(workstation: Workstation, origin: ProtocolOrigin, opened: Protocol, edited: EditedProtocol): void {
  updateDesk(workstation, {
    open: { origin, opened, history: beginHistory(edited), preview: null, selected: null, texts: {}, nameProblem: null },
    score: NO_SCORE,
    question: null,
  });
}
