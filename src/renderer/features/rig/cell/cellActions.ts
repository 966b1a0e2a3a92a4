import type { Stage } from '../../../../core/quality/cell-watch.ts';
import type { RigSettings } from '../../../../core/quality/rig-settings.ts';
import type { LogEntry } from '../../../../shared/contract/cell-schema.ts';
import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus, changeRigForm } from '../rigActions.ts';
import type { RigDialog } from '../slice.ts';
import { recordingsOf } from './sequenceActions.ts';
import { keepCulture, keptCulture, localDay, type CultureDraft } from './cultureDraft.ts';
import { keepOpenCell, keptOpenCell, type OpenCell } from './openCell.ts';

/** Lines of the log that the window holds. */
const LOG_LINES = 300;

export function openRigDialog({ store }: Workstation, rigDialog: RigDialog | null): void {
  store.set({ rigDialog });
}

export async function enterStage(workstation: Workstation, stage: Stage): Promise<void> {
  const rig = await workstation.attempt('rig:stage', { stage }, 'stage');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** A deliberate act: the next recording begins another session. */
export async function newCell(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:newCell', undefined, 'new-cell');
  if (rig === null) return;
  applyRigStatus(workstation, rig);
  setOpenCell(workstation, null);
  changeRigForm(workstation, { cellName: '', culture: keptCulture(localDay(new Date())) });
}

/** Kept for the next cell; the day of differentiation holds for the date on which it is typed. */
export function changeCulture(workstation: Workstation, patch: Partial<CultureDraft>): void {
  const { culture: before } = workstation.store.get().rigForm;
  const typedOn = patch.day === undefined ? before.typedOn : localDay(new Date());
  const culture = { ...before, ...patch, typedOn };
  changeRigForm(workstation, { culture });
  keepCulture(culture);
}

export function setOpenCell({ store }: Workstation, openCell: OpenCell | null): void {
  keepOpenCell(openCell);
  store.set(openCell === null ? { openCell, keptClamp: null } : { openCell });
}

/** After a restart: the cell that was open last, where its session is still there. */
export async function resumeCell(workstation: Workstation): Promise<void> {
  const kept = keptOpenCell();
  if (kept === null) return;
  const sessions = await workstation.attempt('session:list', undefined);
  if (sessions?.some(({ sessionKey, problem }) => sessionKey === kept.sessionKey && problem === null) !== true) return;
  workstation.store.set({ openCell: kept });
  await resumeOnRig(workstation);
  changeRigForm(workstation, { cellName: kept.cellName });
  const recordings = await recordingsOf(workstation, kept.sessionKey);
  workstation.store.set({ keptClamp: recordings?.findLast(({ clamp }) => clamp !== null)?.clamp ?? null });
}

/** The rig counts the change of Rs from the break-in of the open cell, where the device that recorded it is connected. */
export async function resumeOnRig(workstation: Workstation): Promise<void> {
  const { openCell, rig } = workstation.store.get();
  if (openCell === null || rig.device === null || openCell.device !== rig.device.serial) return;
  const resumed = await workstation.attempt('rig:resumeCell', { sessionKey: openCell.sessionKey }, 'resume-cell');
  if (resumed !== null) applyRigStatus(workstation, resumed);
}

export async function addNote(workstation: Workstation, words: string): Promise<boolean> {
  return (await workstation.attempt('rig:note', { words }, 'note')) !== null;
}

export async function loadRigSettings(workstation: Workstation): Promise<void> {
  const [rigSettings, log] = await Promise.all([
    workstation.attempt('rig:settings', undefined),
    workstation.attempt('rig:log', undefined),
    loadCopies(workstation),
  ]);
  if (rigSettings !== null) workstation.store.set({ rigSettings });
  if (log !== null) workstation.store.set({ rigLog: log });
}

export async function loadCopies({ attempt, store }: Workstation): Promise<void> {
  const cellCopies = await attempt('rig:copies', undefined);
  if (cellCopies !== null) store.set({ cellCopies });
}

/** Copies cells that could not be copied before. */
export async function copyAgain({ attempt, store }: Workstation): Promise<void> {
  const cellCopies = await attempt('rig:copyAgain', undefined, 'copies');
  if (cellCopies !== null) store.set({ cellCopies });
}

/** Asks for the folder into which closed cells are copied, or ends that. */
export async function chooseCopies(workstation: Workstation, off: boolean): Promise<void> {
  const cellCopies = await workstation.attempt('rig:chooseCopies', { off }, 'copies');
  if (cellCopies !== null) workstation.store.set({ cellCopies });
}

/** Whether they were taken. */
export async function saveRigSettings(workstation: Workstation, settings: RigSettings): Promise<boolean> {
  const rig = await workstation.attempt('rig:keepSettings', settings, 'rig-settings');
  if (rig === null) return false;
  workstation.store.set({ rigSettings: settings });
  applyRigStatus(workstation, rig);
  return true;
}

export function addLogEntry({ store }: Workstation, entry: LogEntry): void {
  store.update(({ rigLog }) => ({ rigLog: [...rigLog.slice(1 - LOG_LINES), entry] }));
}
