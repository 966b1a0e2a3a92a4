import { toGrid } from '../../../core/protocol/edit/to-grid.ts';
import type { FieldText, OpenProtocol } from './deskState.ts';
import type { Workstation } from '../../state/workstation.ts';
import { changeValue, edit, updateOpen } from './editActions.ts';
import { fieldText, readDuration, readLevel, type FieldValue } from './fieldValue.ts';

export type SegmentField = 'from' | 'to' | 'ms';

/** Name of a field of the editor: its text is kept under it while it is not a value. */
export type FieldId = 'holding' | `${number}.${SegmentField}`;

export function typeText(workstation: Workstation, id: FieldId, text: string): void {
  updateOpen(workstation, ({ texts }) => ({ texts: { ...texts, [id]: { text, problem: null } } }));
}

/** Accepts the typed text. A text that is not a value stays in the field with a sentence. Returns whether it was accepted. */
export function commitText(workstation: Workstation, id: FieldId): boolean {
  const typed = workstation.store.get().protocolDesk.open?.texts[id];
  if (typed === undefined) return true;
  const read = readField(id, typed.text);
  if ('problem' in read) {
    updateOpen(workstation, ({ texts }) => ({ texts: { ...texts, [id]: { text: typed.text, problem: read.problem } } }));
    return false;
  }
  dropText(workstation, id);
  put(workstation, id, read.value, null);
  return true;
}

/** Restores the value of the field. */
export function dropText(workstation: Workstation, id: FieldId): void {
  updateOpen(workstation, ({ texts }) => ({ texts: without(texts, id) }));
}

/** One step up or down from the text in the field, on multiples of the step. */
export function stepField(workstation: Workstation, id: FieldId, value: number, step: number): void {
  const typed = workstation.store.get().protocolDesk.open?.texts[id];
  const read = typed === undefined ? { value } : readField(id, typed.text);
  if ('problem' in read) return;
  const next = readField(id, fieldText(toGrid(read.value + step, Math.abs(step))));
  if ('problem' in next) return;
  dropText(workstation, id);
  put(workstation, id, next.value, `step ${id}`);
}

/** Accepts all typed texts; returns the fields that hold no value. */
export function commitAll(workstation: Workstation): FieldId[] {
  const { open } = workstation.store.get().protocolDesk;
  const ids = Object.keys(open?.texts ?? {}) as FieldId[];
  const gone = ids.filter((id) => open !== null && !exists(open, id));
  gone.forEach((id) => dropText(workstation, id));
  return ids.filter((id) => !gone.includes(id) && !commitText(workstation, id));
}

/** Fields go with their segment, and a step has no "to". */
function exists(open: OpenProtocol, id: FieldId): boolean {
  if (id === 'holding') return true;
  const [key, field] = parts(id);
  const segment = open.history.present.segments.find((one) => one.key === key);
  return segment !== undefined && (field !== 'to' || segment.kind === 'ramp');
}

/** Position of a field, in words. */
export function placeOf(open: OpenProtocol, id: FieldId): string {
  if (id === 'holding') return 'holding potential';
  const [key, field] = parts(id);
  return `segment ${open.history.present.segments.findIndex((segment) => segment.key === key) + 1}, ${field}`;
}

function put(workstation: Workstation, id: FieldId, value: number, gesture: string | null): void {
  if (id === 'holding') {
    edit(workstation, (edited) => (edited.holdingMv === value ? edited : { ...edited, holdingMv: value }), gesture);
    return;
  }
  const [key, field] = parts(id);
  const segment = workstation.store.get().protocolDesk.open?.history.present.segments.find((one) => one.key === key);
  if (segment === undefined) return;
  const now =
    field === 'ms' ? segment.durationMs : segment.kind === 'step' ? segment.voltageMv : field === 'from' ? segment.startMv : segment.endMv;
  if (now !== value) changeValue(workstation, key, field, value, gesture);
}

function readField(id: FieldId, text: string): FieldValue {
  return id.endsWith('.ms') ? readDuration(text) : readLevel(text);
}

function parts(id: Exclude<FieldId, 'holding'>): [number, SegmentField] {
  const [key = '', field = 'ms'] = id.split('.');
  return [Number(key), field as SegmentField];
}

function without(texts: Readonly<Record<string, FieldText>>, id: string): Readonly<Record<string, FieldText>> {
  return Object.fromEntries(Object.entries(texts).filter(([other]) => other !== id));
}
