import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus } from '../rigActions.ts';
import type { ScopeView } from '../slice.ts';
import { nextFixed } from './pulseScale.ts';

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

/** The fixed range of the current axis, one step of 1, 2, 5 wider or narrower. */
export function widenScale(workstation: Workstation, wider: boolean): void {
  const { fixedPa } = workstation.store.get().scope;
  changeScope(workstation, { scale: 'fixed', fixedPa: nextFixed(fixedPa, wider) });
}
