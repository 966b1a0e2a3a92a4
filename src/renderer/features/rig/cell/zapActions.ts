import { USUAL_SETTINGS } from '../../../../core/quality/rig-settings.ts';
import type { AppState } from '../../../state/appState.ts';
import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus } from '../rigActions.ts';
import { saveRigSettings } from './cellActions.ts';
import { draftOfZap, zapOfDraft, type ZapDraft } from './zapDraft.ts';

export function zapDraftNow({ zapDraft, rigSettings }: AppState): ZapDraft {
  return zapDraft ?? draftOfZap((rigSettings ?? USUAL_SETTINGS).zap);
}

/** A zap is possible now: on a seal, under test pulses, with a device that has one and a pulse that it gives. */
export function canZap(state: AppState): boolean {
  const { state: phase, cell, scope, capabilities } = state.rig;
  if (phase !== 'idle' || cell.stage !== 'seal' || cell.sequence !== null || scope?.wanted !== true) return false;
  return zapOfDraft(zapDraftNow(state), capabilities?.zap ?? null).pulse !== null;
}

export function changeZap({ store }: Workstation, patch: Partial<ZapDraft>): void {
  store.update((state) => ({ zapDraft: { ...zapDraftNow(state), ...patch } }));
}

/** Gives the pulse that is on the desk; it is kept as the one that is set. */
export async function zap(workstation: Workstation): Promise<void> {
  const state = workstation.store.get();
  const { pulse } = zapOfDraft(zapDraftNow(state), state.rig.capabilities?.zap ?? null);
  if (pulse === null || state.pending.has('zap')) return;
  const settings = state.rigSettings ?? USUAL_SETTINGS;
  const isKept = settings.zap.levelMv === pulse.levelMv && settings.zap.durationMs === pulse.durationMs;
  if (!isKept && !(await saveRigSettings(workstation, { ...settings, zap: pulse }))) return;
  workstation.store.set({ zapDraft: null });
  const rig = await workstation.attempt('rig:zap', pulse, 'zap');
  if (rig !== null) applyRigStatus(workstation, rig);
}
