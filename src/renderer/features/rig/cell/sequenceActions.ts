import type { Bath } from '../../../../core/quality/bath.ts';
import type { SequencePlan } from '../../../../core/quality/sequence-plan.ts';
import type { PipetteStage } from '../../../../shared/rig/emulator-order.ts';
import type { OffsetAction } from '../../../../shared/contract/cell-schema.ts';
import type { SessionDetail } from '../../../../shared/contract/schemas.ts';
import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus } from '../rigActions.ts';
import { cultureWish } from './cultureDraft.ts';
import { sessionOf } from './openCell.ts';

/** Whether it has begun. @param freeS potential before and after each protocol, s */
export async function startSequence(workstation: Workstation, plan: SequencePlan, freeS: number): Promise<boolean> {
  const { rigForm, openCell, rig } = workstation.store.get();
  const cellName = rigForm.cellName.trim();
  const into = sessionOf(openCell, cellName, rig.device?.serial ?? null);
  if (openCell !== null && into === null) await workstation.attempt('rig:newCell', undefined);
  const request = {
    protocolId: rigForm.protocolId,
    cellName,
    plan,
    spontaneousBeforeSeconds: freeS,
    spontaneousSeconds: freeS,
    ...(into === null ? cultureWish(rigForm.culture) : { sessionKey: into }),
    ...(rigForm.temperatureC.trim() === '' ? {} : { temperatureC: Number(rigForm.temperatureC) }),
  };
  const begun = await workstation.attempt('rig:sequence', request, 'sequence');
  if (begun !== null) applyRigStatus(workstation, begun);
  return begun !== null;
}

export async function endSequence(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:endSequence', undefined, 'end-sequence');
  if (rig !== null) applyRigStatus(workstation, rig);
}

export async function setOffset(workstation: Workstation, action: OffsetAction): Promise<void> {
  const rig = await workstation.attempt('rig:offset', { action }, 'offset');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** Whether it was taken. */
export async function changeBath(workstation: Workstation, bath: Bath): Promise<boolean> {
  const rig = await workstation.attempt('rig:bath', bath, 'bath');
  if (rig !== null) applyRigStatus(workstation, rig);
  return rig !== null;
}

export async function simulate(workstation: Workstation, pipette: PipetteStage): Promise<void> {
  const rig = await workstation.attempt('rig:simulate', { pipette }, 'simulate');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** null where the session cannot be read; a notice says why. */
export async function recordingsOf(workstation: Workstation, sessionKey: string): Promise<SessionDetail['recordingList'] | null> {
  return (await workstation.attempt('session:open', { sessionKey }))?.recordingList ?? null;
}

/** @param rejected the reason; null: it is accepted again. Returns whether it is kept. */
export async function rejectRecording(
  workstation: Workstation,
  sessionKey: string,
  recordingId: number,
  rejected: string | null,
): Promise<boolean> {
  return (await workstation.attempt('session:correct', { sessionKey, recordingId, changes: { rejected } }, 'reject')) !== null;
}
