import { moveEdge, moveLevel, type EdgeMode, type LevelPart } from '../../../core/protocol/edit/drag-segments.ts';
import { addAfter, duplicate, move, remove, setKind, setValue, split } from '../../../core/protocol/edit/edit-segments.ts';
import { saysTheSame, type EditedProtocol } from '../../../core/protocol/edit/edited-protocol.ts';
import { PLANNED_DEVICES, stimulusDeviceOf } from '../../../core/amplifier/planned-device.ts';
import type { StimulusDevice } from '../../../core/protocol/stimulus-device.ts';
import type { ProtocolGrid } from '../../../core/protocol/realise-protocol.ts';
import { coarserGrid } from '../../../core/protocol/coarser-grid.ts';
import type { Segment } from '../../../core/protocol/protocol.ts';
import { change, redo, undo, type History } from '../../state/history.ts';
import { addNotice, messageOf } from '../../state/notices.ts';
import type { AppState } from '../../state/appState.ts';
import type { OpenProtocol, ProtocolDeskState } from './deskState.ts';
import type { Workstation } from '../../state/workstation.ts';

export function updateDesk({ store }: Workstation, patch: Partial<ProtocolDeskState>): void {
  store.update(({ protocolDesk }) => ({ protocolDesk: { ...protocolDesk, ...patch } }));
}

export function updateOpen(workstation: Workstation, patch: (open: OpenProtocol) => Partial<OpenProtocol>): void {
  const { open } = workstation.store.get().protocolDesk;
  if (open !== null) updateDesk(workstation, { open: { ...open, ...patch(open) } });
}

/** The device that is planned for: the chosen one, or the connected rig, and without one the built-in rig. */
export function deviceOf({ rig, protocolDesk: { deviceId } }: Pick<AppState, 'rig' | 'protocolDesk'>): StimulusDevice {
  if (deviceId !== 'rig') return PLANNED_DEVICES[deviceId];
  const { device, capabilities } = rig;
  return device === null || capabilities === null ? PLANNED_DEVICES['built-in'] : stimulusDeviceOf(device.name, capabilities);
}

/** Grid to which dragging and arrow keys snap. */
export function dragGrid(state: Pick<AppState, 'rig' | 'protocolDesk'>): ProtocolGrid {
  return coarserGrid(deviceOf(state).grid);
}

/** Carries out a change as one step of undo; an impossible change is reported and changes nothing. */
export function edit(workstation: Workstation, make: (edited: EditedProtocol) => EditedProtocol, gesture: string | null = null): void {
  updateOpen(workstation, ({ history, opened, origin }) => {
    try {
      return { history: change(history, named(make(history.present), opened.name, origin, opened), gesture), preview: null };
    } catch (error) {
      addNotice(workstation.store, 'warning', messageOf(error));
      return {};
    }
  });
}

/** The library keeps its protocols: a changed one becomes the operator's own and needs its own name. */
function named(edited: EditedProtocol, openedName: string, origin: OpenProtocol['origin'], opened: OpenProtocol['opened']): EditedProtocol {
  return origin !== 'library' || edited.name !== openedName || saysTheSame(edited, opened)
    ? edited
    : { ...edited, name: `${openedName}, own` };
}

export function rename(workstation: Workstation, name: string): void {
  updateOpen(workstation, () => ({ nameProblem: null }));
  edit(workstation, (edited) => ({ ...edited, name }), 'name');
}

export function undoEdit(workstation: Workstation): void {
  travel(workstation, undo);
}

export function redoEdit(workstation: Workstation): void {
  travel(workstation, redo);
}

/** Text typed into a field belongs to the version it was typed in. */
function travel(workstation: Workstation, way: <T>(history: History<T>) => History<T>): void {
  updateOpen(workstation, ({ history }) => ({ history: way(history), preview: null, texts: {}, nameProblem: null }));
}

export function selectSegment(workstation: Workstation, key: number | null): void {
  if (workstation.store.get().protocolDesk.open?.selected !== key) updateOpen(workstation, () => ({ selected: key }));
}

/** Index of the chosen segment in the version on screen, -1 without one. */
export function selectedIndex(open: OpenProtocol): number {
  return open.selected === null ? -1 : open.history.present.segments.findIndex(({ key }) => key === open.selected);
}

export type SegmentCommand = 'add' | 'duplicate' | 'split' | 'remove' | 'up' | 'down';

/** Carries out a command on the chosen segment; `add` works without one, at the end. */
export function command(workstation: Workstation, name: SegmentCommand): void {
  const { open } = workstation.store.get().protocolDesk;
  if (open === null) return;
  const chosen = selectedIndex(open);
  if (chosen < 0 && name !== 'add') return;
  const count = open.history.present.segments.length;
  edit(workstation, (edited) => {
    switch (name) {
      case 'add':
        return addAfter(edited, chosen < 0 ? count - 1 : chosen);
      case 'duplicate':
        return duplicate(edited, chosen);
      case 'split':
        return split(edited, chosen, deviceOf(workstation.store.get()).grid);
      case 'remove':
        return remove(edited, chosen);
      case 'up':
        return move(edited, chosen, -1);
      case 'down':
        return move(edited, chosen, 1);
    }
  });
  // A new segment is chosen; after a removal its neighbour.
  updateOpen(workstation, ({ history: { present }, selected }) => {
    if (name === 'add') return { selected: present.segments[chosen < 0 ? count : chosen + 1]?.key ?? selected };
    if (name === 'duplicate' && present.segments.length > count) return { selected: present.segments[chosen + 1]?.key ?? selected };
    if (name === 'remove' && present.segments.length < count)
      return { selected: present.segments[Math.min(chosen, present.segments.length - 1)]?.key ?? null };
    return {};
  });
}

export function changeKind(workstation: Workstation, key: number, kind: Segment['kind']): void {
  edit(workstation, (edited) => setKind(edited, indexOf(edited, key), kind));
}

export function changeValue(
  workstation: Workstation,
  key: number,
  field: 'from' | 'to' | 'ms',
  value: number,
  gesture: string | null = null,
): void {
  edit(workstation, (edited) => setValue(edited, indexOf(edited, key), field, value), gesture);
}

/** Moves the chosen segment by keys: the same gesture as long as the same key is pressed. */
export function nudge(
  workstation: Workstation,
  by: { readonly mv: number; readonly part: LevelPart } | { readonly ms: number },
  mode: EdgeMode,
): void {
  const { open } = workstation.store.get().protocolDesk;
  if (open === null) return;
  const index = selectedIndex(open);
  if (index < 0) return;
  const grid = dragGrid(workstation.store.get());
  if ('mv' in by) edit(workstation, (edited) => moveLevel(edited, index, by.part, by.mv, grid), `level ${open.selected ?? ''} ${by.part}`);
  else edit(workstation, (edited) => moveEdge(edited, index, by.ms, mode, grid), `edge ${open.selected ?? ''}`);
}

/** Shows a preview while something is dragged; null: the protocol itself. */
export function preview(workstation: Workstation, version: EditedProtocol | null): void {
  updateOpen(workstation, () => ({ preview: version }));
}

function indexOf({ segments }: EditedProtocol, key: number): number {
  return segments.findIndex((segment) => segment.key === key);
}
