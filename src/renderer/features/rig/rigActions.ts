import type { RigStatus } from '../../../shared/contract/schemas.ts';
import type { RigForm } from '../../state/appState.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

export const TYPED_PORT = 'typed';

export function changeRigForm({ store }: Workstation, patch: Partial<RigForm>): void {
  store.update(({ rigForm }) => ({ rigForm: { ...rigForm, ...patch } }));
}

export async function refreshPorts({ api, load }: Workstation): Promise<void> {
  await load('ports', () => api.call['rig:ports']());
}

export async function connectRig(workstation: Workstation): Promise<void> {
  const { rigForm } = workstation.store.get();
  const port = rigForm.port === TYPED_PORT ? rigForm.typedPort.trim() : rigForm.port;
  if (port === '') {
    addNotice(workstation.store, 'error', 'Expected the path of a serial port, the field is empty. Type one, for instance /dev/ttyACM0 or COM3.');
    return;
  }
  const rig = await workstation.attempt('rig:connect', { port }, 'connect');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** Takes what the rig says. A device that just came may play a protocol differently: it is compiled anew. */
export function applyRigStatus(workstation: Workstation, rig: RigStatus): void {
  const { store } = workstation;
  const { rig: before, rigForm } = store.get();
  store.set({ rig });
  const came = before.device?.serial !== rig.device?.serial && rig.device !== null;
  if (came && rigForm.protocolId !== '') void chooseProtocol(workstation, rigForm.protocolId);
}

export async function disconnectRig(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:disconnect', undefined, 'connect');
  if (rig !== null) workstation.store.set({ rig });
}

export async function testMembrane(workstation: Workstation): Promise<void> {
  const membraneTest = await workstation.attempt('rig:membraneTest', undefined, 'membrane-test');
  if (membraneTest !== null) workstation.store.update(({ rig }) => ({ rig: { ...rig, membraneTest } }));
}

/** Shows what the connected device will really play. */
export async function chooseProtocol(workstation: Workstation, protocolId: string): Promise<void> {
  changeRigForm(workstation, { protocolId });
  await workstation.load('compiled', () => workstation.api.call['protocol:compile']({ protocolId }));
}

export async function record(workstation: Workstation): Promise<void> {
  const { rigForm } = workstation.store.get();
  const temperatureC = Number(rigForm.temperatureC);
  const request = {
    protocolId: rigForm.protocolId,
    cellName: rigForm.cellName.trim(),
    spontaneousSeconds: Number(rigForm.spontaneousSeconds),
    ...(rigForm.temperatureC.trim() === '' ? {} : { temperatureC }),
  };
  workstation.store.set({ progress: null, estimate: null });
  workstation.live.clear();
  await workstation.attempt('rig:record', request, 'record');
}

export async function stopRecording(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:stop', undefined, 'stop');
  if (rig !== null) workstation.store.set({ rig });
}

/** One action, no question. */
export async function abortRig(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:abort', undefined, 'abort');
  if (rig !== null) workstation.store.set({ rig });
}
