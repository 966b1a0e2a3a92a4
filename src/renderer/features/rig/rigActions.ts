import { LEAK_TRAIN_ID } from '../../../core/protocol/leak-sweeps.ts';
import type { RigStatus } from '../../../shared/contract/schemas.ts';
import { parsePort, type RigPort } from '../../../shared/rig/rig-port.ts';
import type { RigForm } from './slice.ts';
import { addNotice, messageOf } from '../../state/notices.ts';
import { jobOfRun, STARTING_RUN, type LastRun } from '../jobs/jobOfRun.ts';
import { cultureWish } from './cell/cultureDraft.ts';
import { keepOpenCell, sessionOf } from './cell/openCell.ts';
import { withReading } from './scope/trend.ts';
import type { Workstation } from '../../state/workstation.ts';

export function changeRigForm({ store }: Workstation, patch: Partial<RigForm>): void {
  store.update(({ rigForm }) => ({ rigForm: { ...rigForm, ...patch } }));
}

export async function refreshPorts({ api, load }: Workstation): Promise<void> {
  await load('ports', () => api.call['rig:ports']());
}

export async function connectRig(workstation: Workstation): Promise<void> {
  const { rigForm } = workstation.store.get();
  let port: RigPort;
  try {
    port = rigForm.port ?? parsePort(rigForm.typedPort);
  } catch (error) {
    addNotice(workstation.store, 'error', messageOf(error));
    return;
  }
  const rig = await workstation.attempt('rig:connect', { port }, 'connect');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** Takes the status of the rig. Another device may play a protocol differently: it is compiled again. */
export function applyRigStatus(workstation: Workstation, rig: RigStatus): void {
  const { store, scope: sweeps } = workstation;
  const { rig: before, rigForm, lastSimulated, lastRun } = store.get();
  if (rig.scope !== null) sweeps.expect(rig.scope);
  store.update(({ scope }) => {
    const trend = withReading(scope.trend, rig.scope);
    const begun = rig.recording !== null && rig.recording.recordingId !== before.recording?.recordingId;
    const shows = begun ? 'run' : scope.shows;
    return trend === scope.trend && shows === scope.shows ? {} : { scope: { ...scope, trend, shows } };
  });
  const known = rig.device !== null || rig.state === 'connecting';
  store.set({ rig, lastSimulated: rig.simulated || (!known && lastSimulated) });
  const { recording } = rig;
  if (recording !== null && recording.recordingId !== before.recording?.recordingId && isAnother(recording, lastRun)) {
    followRun(workstation, { sessionKey: recording.sessionKey, recordingId: recording.recordingId, joined: lastRun === null });
    if (rig.cell.sequence !== null) countRun(workstation, rig, recording.sessionKey);
  }
  const exchanged = before.device?.serial !== rig.device?.serial;
  if (exchanged && rigForm.protocolId !== '') void chooseProtocol(workstation, rigForm.protocolId);
}

/** The free potential before and after a clamp belongs to its run, as its sub-sweeps do. */
function isAnother(recording: NonNullable<RigStatus['recording']>, lastRun: LastRun | null): boolean {
  if (lastRun === null) return true;
  if (recording.protocolId === 'spontaneous' || recording.protocolId === LEAK_TRAIN_ID) return false;
  return recording.sessionKey !== lastRun.sessionKey || recording.recordingId > lastRun.recordingId;
}

/** A run of a sequence: its session stays that of the open cell. */
function countRun({ store }: Workstation, rig: RigStatus, sessionKey: string): void {
  const { openCell, rigForm } = store.get();
  const runs = openCell?.sessionKey === sessionKey ? openCell.runs + 1 : 1;
  const opened = { sessionKey, cellName: rigForm.cellName.trim(), device: rig.device?.serial ?? '', runs };
  keepOpenCell(opened);
  store.set({ openCell: opened });
}

/** From here on only a job of this run belongs to the cell on the Rig desk. */
export function followRun({ store }: Workstation, lastRun: LastRun): void {
  store.update(({ jobs }) => ({ lastRun, runJob: jobOfRun(jobs, lastRun) }));
}

export async function disconnectRig(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:disconnect', undefined, 'connect');
  if (rig !== null) applyRigStatus(workstation, rig);
}

export async function testMembrane(workstation: Workstation): Promise<void> {
  const membraneTest = await workstation.attempt('rig:membraneTest', undefined, 'membrane-test');
  if (membraneTest !== null) workstation.store.update(({ rig }) => ({ rig: { ...rig, membraneTest } }));
}

/** What the correction that is set leaves of the series resistance. */
export async function checkCompensation(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:compensation', undefined, 'compensation');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** Shows what the connected device will really play. */
export async function chooseProtocol(workstation: Workstation, protocolId: string): Promise<void> {
  changeRigForm(workstation, { protocolId });
  await workstation.load('compiled', () => workstation.api.call['protocol:compile']({ protocolId }));
}

export async function record(workstation: Workstation): Promise<void> {
  const { rigForm, openCell, rig } = workstation.store.get();
  const device = rig.device?.serial ?? null;
  const cellName = rigForm.cellName.trim();
  const into = sessionOf(openCell, cellName, device);
  // Another name or device while a cell is open is another cell, which knows nothing of the one before.
  if (openCell !== null && into === null) await workstation.attempt('rig:newCell', undefined);
  const temperatureC = Number(rigForm.temperatureC);
  const request = {
    protocolId: rigForm.protocolId,
    cellName,
    ...(into === null ? cultureWish(rigForm.culture) : { sessionKey: into }),
    spontaneousSeconds: Number(rigForm.spontaneousSeconds),
    ...(rigForm.temperatureC.trim() === '' ? {} : { temperatureC }),
  };
  const { lastRun } = workstation.store.get();
  followRun(workstation, STARTING_RUN);
  workstation.live.clear();
  const begun = await workstation.attempt('rig:record', request, 'record');
  if (begun !== null) {
    followRun(workstation, { ...begun, joined: false });
    const runs = into === null ? 1 : (openCell?.runs ?? 0) + 1;
    const opened = { sessionKey: begun.sessionKey, cellName, device: device ?? '', runs };
    keepOpenCell(opened);
    workstation.store.set({ openCell: opened });
  } else if (lastRun !== null) followRun(workstation, lastRun);
}

export async function stopRecording(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:stop', undefined, 'stop');
  if (rig !== null) applyRigStatus(workstation, rig);
}

/** One action, no question. */
export async function abortRig(workstation: Workstation): Promise<void> {
  const rig = await workstation.attempt('rig:abort', undefined, 'abort');
  if (rig !== null) applyRigStatus(workstation, rig);
}
