import type { ManipulatorWish } from '../../../../shared/contract/manipulator-schema.ts';
import type { Workstation } from '../../../state/workstation.ts';
import { applyRigStatus } from '../rigActions.ts';
import { keepManipulator } from './keptManipulator.ts';

/** Kept as the one of this rig once it has answered. Whether it has. */
export async function connectManipulator(workstation: Workstation, wish: ManipulatorWish): Promise<boolean> {
  const rig = await workstation.attempt('rig:manipulator', { wish }, 'manipulator');
  if (rig === null) return false;
  keepManipulator(wish);
  applyRigStatus(workstation, rig);
  return true;
}

/** Whether it was let go. */
export async function disconnectManipulator(workstation: Workstation): Promise<boolean> {
  const rig = await workstation.attempt('rig:manipulator', { wish: null }, 'manipulator');
  if (rig !== null) applyRigStatus(workstation, rig);
  return rig !== null;
}

export async function readManipulator(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:readManipulator', undefined, 'manipulator-position');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** Never held back, whatever else is asked of it. */
export async function stopManipulator(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:stopManipulator', undefined, 'manipulator-stop');
  if (rig !== null) applyRigStatus(workstation, rig);
}
