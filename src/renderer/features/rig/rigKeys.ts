import { STAGES } from '../../../core/quality/cell-watch.ts';
import type { Workstation } from '../../state/workstation.ts';
import { enterStage, newCell, openRigDialog } from './cell/cellActions.ts';
import { canZap, zap } from './cell/zapActions.ts';
import { endSequence, setOffset } from './cell/sequenceActions.ts';
import { stopManipulator } from './manipulator/manipulatorActions.ts';
import { canRecord, recordProblems } from './recordForm.ts';
import { checkCompensation, connectRig, record, stopRecording, testMembrane } from './rigActions.ts';
import { nextView } from './scope/plotViews.ts';
import { otherCursor, type Cursors } from './scope/cursors.ts';
import { changeScope, moveCursor, setSealSound, setTestPulses, showCursors, widenScale } from './scope/scopeActions.ts';

export interface RigKey {
  /** As `KeyboardEvent.key` has it; capital: with Shift. */
  readonly key: string;
  readonly words: string;
  /** Not handled where it has no meaning now. */
  readonly act: (workstation: Workstation) => boolean;
}

const idle = ({ store }: Workstation): boolean => store.get().rig.state === 'idle';
const inSequence = ({ store }: Workstation): boolean => store.get().rig.cell.sequence !== null;
const when = (possible: boolean, act: () => unknown): boolean => {
  if (possible) void act();
  return possible;
};

const cursorsOf = ({ store }: Workstation): Cursors | null => store.get().scope.cursors;
/** Key, ms, words. */
const CURSOR_KEYS = [
  [',', -0.1, 'Cursor 0.1 ms to the left'],
  ['.', 0.1, 'Cursor 0.1 ms to the right'],
  ['<', -2, 'Cursor 2 ms to the left'],
  ['>', 2, 'Cursor 2 ms to the right'],
] as const;

/** Keys of the Rig desk, where no text is being typed. ABORT has its own, on every desk. */
export const RIG_KEYS: readonly RigKey[] = [
  {
    key: 't',
    words: 'Test pulses on or off',
    act: (desk) => when(idle(desk), () => setTestPulses(desk, desk.store.get().rig.scope?.wanted !== true)),
  },
  { key: 'e', words: 'Sound of the seal on or off', act: (desk) => when(true, () => setSealSound(desk, !desk.store.get().sealSound)) },
  { key: 'm', words: 'Membrane test', act: (desk) => when(idle(desk), () => testMembrane(desk)) },
  {
    key: 'k',
    words: 'Check the Rs compensation',
    act: (desk) => when(idle(desk) && desk.store.get().rig.capabilities?.compensates === true, () => checkCompensation(desk)),
  },
  ...STAGES.map((stage, i): RigKey => ({
    key: String(i + 1),
    words: `Stage: ${['bath', 'seal', 'whole cell'][i] ?? stage}`,
    act: (desk) => when(idle(desk), () => enterStage(desk, stage)),
  })),
  { key: 'N', words: 'New cell', act: (desk) => when(idle(desk), () => newCell(desk)) },
  {
    key: 'R',
    words: 'Record',
    act: (desk) => {
      const { rigForm } = desk.store.get();
      return when(idle(desk) && rigForm.protocolId !== '' && canRecord(recordProblems(desk.store.get())), () => record(desk));
    },
  },
  { key: 'S', words: 'Stop and keep', act: (desk) => when(desk.store.get().rig.recording !== null, () => stopRecording(desk)) },
  { key: 'n', words: 'Note', act: (desk) => when(true, () => openRigDialog(desk, 'note')) },
  {
    key: 'z',
    words: 'Zero the electrode offset, in the bath',
    act: (desk) => when(idle(desk) && desk.store.get().rig.cell.stage === 'bath', () => setOffset(desk, 'zero')),
  },
  {
    key: 'o',
    words: 'Lock or unlock the electrode offset',
    act: (desk) => {
      const { device, cell } = desk.store.get().rig;
      return when(device !== null, () => setOffset(desk, cell.offset.locked ? 'unlock' : 'lock'));
    },
  },
  { key: 'Z', words: 'Zap, on a seal', act: (desk) => when(canZap(desk.store.get()), () => zap(desk)) },
  {
    key: 'b',
    words: 'Solution over the cell',
    act: (desk) => when(desk.store.get().rig.device !== null && !inSequence(desk), () => openRigDialog(desk, 'bath')),
  },
  {
    key: 'q',
    words: 'Sequence on the open cell',
    act: (desk) => when(idle(desk) && !inSequence(desk), () => openRigDialog(desk, 'sequence')),
  },
  { key: 'Q', words: 'End the sequence', act: (desk) => when(inSequence(desk), () => endSequence(desk)) },
  { key: 'r', words: 'Recordings of the open cell, to reject one', act: (desk) => when(true, () => openRigDialog(desk, 'recordings')) },
  {
    key: 'C',
    words: 'Connect the device that is chosen',
    act: (desk) => when(['disconnected', 'fault'].includes(desk.store.get().rig.state), () => connectRig(desk)),
  },
  { key: 'p', words: 'Manipulator: position and port', act: (desk) => when(true, () => openRigDialog(desk, 'manipulator')) },
  {
    key: 'H',
    words: 'Stop the manipulator',
    act: (desk) => when(desk.store.get().rig.manipulator !== null, () => stopManipulator(desk)),
  },
  { key: 'l', words: 'Log of the rig', act: (desk) => when(true, () => openRigDialog(desk, 'log')) },
  { key: 'g', words: 'Limits and settings', act: (desk) => when(true, () => openRigDialog(desk, 'settings')) },
  {
    key: 'v',
    words: 'Next in the plots: test pulses, clamp, recording',
    act: (desk) => {
      const { scope, rig } = desk.store.get();
      const now = { isRecording: rig.recording !== null, keepsClamp: desk.live.clamp.recordingId !== null };
      return when(true, () => changeScope(desk, { shows: nextView(scope.shows, now) }));
    },
  },
  { key: 'a', words: 'Scale to the steady current', act: (desk) => when(true, () => changeScope(desk, { scale: 'steady' })) },
  { key: 'w', words: 'Scale to the whole current', act: (desk) => when(true, () => changeScope(desk, { scale: 'whole' })) },
  { key: ']', words: 'Fixed scale, wider', act: (desk) => when(true, () => widenScale(desk, true)) },
  { key: '[', words: 'Fixed scale, narrower', act: (desk) => when(true, () => widenScale(desk, false)) },
  { key: 'c', words: 'Cursors of the test pulses on or off', act: (desk) => when(true, () => showCursors(desk, cursorsOf(desk) === null)) },
  {
    key: 'x',
    words: 'The other cursor',
    act: (desk) => {
      const cursors = cursorsOf(desk);
      return cursors !== null && when(true, () => changeScope(desk, { cursors: otherCursor(cursors) }));
    },
  },
  ...CURSOR_KEYS.map(([key, byMs, words]): RigKey => ({
    key,
    words,
    act: (desk) => when(cursorsOf(desk) !== null, () => moveCursor(desk, byMs)),
  })),
  { key: '?', words: 'These keys', act: (desk) => when(true, () => openRigDialog(desk, 'keys')) },
];

/** Handles a key of the Rig desk; false where it is for something else: a field, a list, an open dialog. */
export function takeRigKey(event: KeyboardEvent, workstation: Workstation): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if (workstation.store.get().rigDialog !== null || isTyping(event.target)) return false;
  return RIG_KEYS.find(({ key }) => key === event.key)?.act(workstation) ?? false;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="radiogroup"]') !== null;
}
