import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus } from '../rigActions.ts';
import type { ScopeView } from '../slice.ts';
import { movedCursor, placedCursor, usualCursors } from './cursors.ts';
import { nextFixed } from './pulseScale.ts';
import { keepSealSound } from './sealSound.ts';

export function changeScope({ store }: Workstation, patch: Partial<ScopeView>): void {
  store.update(({ scope }) => ({ scope: { ...scope, ...patch } }));
}

/** Test pulses whenever nothing is recorded, or none. */
export async function setTestPulses(workstation: Workstation, on: boolean): Promise<void> {
  const rig = await workstation.attempt('rig:scope', { on }, 'scope');
  if (rig === null) return;
  applyRigStatus(workstation, rig);
  if (on) changeScope(workstation, { shows: 'pulses' });
}

/** Remembered over restarts. */
export function setSealSound({ store }: Workstation, on: boolean): void {
  keepSealSound(on);
  store.set({ sealSound: on });
}

/** The fixed range of the current axis, one step of 1, 2, 5 wider or narrower. */
export function widenScale(workstation: Workstation, wider: boolean): void {
  const { fixedPa } = workstation.store.get().scope;
  changeScope(workstation, { scale: 'fixed', fixedPa: nextFixed(fixedPa, wider) });
}

/** Length of a sweep where no device says it, ms. */
const USUAL_SWEEP = { beforeMs: 25, sweepMs: 50 };

export function showCursors(workstation: Workstation, on: boolean): void {
  const { rig } = workstation.store.get();
  changeScope(workstation, { cursors: on ? usualCursors(rig.scope ?? USUAL_SWEEP) : null });
}

export function placeCursor(workstation: Workstation, which: 0 | 1, ms: number): void {
  const { scope, rig } = workstation.store.get();
  const { sweepMs } = rig.scope ?? USUAL_SWEEP;
  if (scope.cursors !== null) changeScope(workstation, { cursors: placedCursor(scope.cursors, which, ms, sweepMs) });
}

/** Moves the active cursor. */
export function moveCursor(workstation: Workstation, byMs: number): void {
  const { scope, rig } = workstation.store.get();
  const { sweepMs } = rig.scope ?? USUAL_SWEEP;
  if (scope.cursors !== null) changeScope(workstation, { cursors: movedCursor(scope.cursors, byMs, sweepMs) });
}
