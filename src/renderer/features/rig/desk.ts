import { EMPTY } from '../../state/loadable.ts';
import type { Workstation } from '../../state/workstation.ts';
import type { Desk } from '../../state/part.ts';
import { firstProtocol } from '../protocol/firstProtocol.ts';
import { applyRigStatus, changeRigForm, chooseProtocol, refreshPorts } from './rigActions.ts';
import { addLogEntry, loadRigSettings, resumeCell, resumeOnRig } from './cell/cellActions.ts';
import { EMPTY_CULTURE, keptCulture, localDay } from './cell/cultureDraft.ts';
import { takeRigKey } from './rigKeys.ts';
import { RigDesk } from './RigDesk.tsx';
import { keptSealSound } from './scope/sealSound.ts';
import { NO_TREND } from './scope/trend.ts';

/** Whenever a device is there that was not: after a start, and after a crash of the process that had it. */
function followDevice(workstation: Workstation): void {
  let serial: string | null = null;
  workstation.store.subscribe(() => {
    const now = workstation.store.get().rig.device?.serial ?? null;
    if (now === serial) return;
    serial = now;
    if (now !== null) void resumeOnRig(workstation);
  });
}

export const rigDesk: Desk<'rig'> = {
  id: 'rig',
  title: 'Rig',
  glyph: {
    lines: 'M3 20 C7 20 9 16 12 13 L19 5 M17 3 L21 7 M3 20 m-1 0 a1 1 0 1 0 2 0 a1 1 0 1 0 -2 0 M14 20 a3 3 0 1 0 6 0 a3 3 0 1 0 -6 0',
  },
  component: RigDesk,
  slice: {
    ports: EMPTY,
    compiled: EMPTY,
    rigSettings: null,
    cellCopies: { folder: null, owed: 0 },
    rigLog: [],
    rigDialog: null,
    openCell: null,
    keptClamp: null,
    sealSound: false,
    zapDraft: null,
    scope: { shows: 'pulses', scale: 'steady', fixedPa: 200, cursors: null, trend: NO_TREND },
    rigForm: {
      port: { kind: 'simulated' },
      typedPort: '',
      protocolId: '',
      cellName: '',
      culture: EMPTY_CULTURE,
      // Empty: it has not been measured yet. A device with a thermometer reports its own.
      temperatureC: '',
      spontaneousSeconds: '10',
    },
  },
  keys: takeRigKey,
  bind(workstation) {
    const { api, live, scope } = workstation;
    api.on['rig:status']((rig) => {
      if (rig.recording !== null) live.expect({ ...rig.recording, underCommand: rig.recording.protocolId !== 'spontaneous' });
      applyRigStatus(workstation, rig);
    });
    followDevice(workstation);
    // Samples go to the live traces, never into the state.
    api.on['rig:logged']((entry) => addLogEntry(workstation, entry));
    // Recording 0 are the test pulses.
    api.on['rig:samples']((block) => (block.recordingId === 0 ? scope : live).push(block));
  },
  async start(workstation) {
    workstation.store.set({ sealSound: keptSealSound() });
    changeRigForm(workstation, { culture: keptCulture(localDay(new Date())) });
    const [rig] = await Promise.all([
      workstation.attempt('rig:status', undefined),
      refreshPorts(workstation),
      loadRigSettings(workstation),
      resumeCell(workstation),
    ]);
    if (rig !== null) applyRigStatus(workstation, rig);
  },
  async started(workstation) {
    const first = firstProtocol(workstation.store.get());
    if (first !== undefined) await chooseProtocol(workstation, first.id);
  },
};
