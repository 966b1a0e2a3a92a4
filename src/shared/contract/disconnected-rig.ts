import type { RigStatus } from './schemas.ts';

/** The rig before any device is connected. */
export const DISCONNECTED_RIG: RigStatus = {
  state: 'disconnected',
  simulated: false,
  port: null,
  device: null,
  capabilities: null,
  mode: null,
  holdingMv: null,
  sampleRateHz: null,
  membraneTest: null,
  scope: null,
  cell: {
    stage: null,
    pipetteMohm: null,
    bath: null,
    sequence: null,
    offset: { mv: 0, locked: false },
    zaps: [],
    verdicts: [],
    compensation: null,
    lastClamp: null,
  },
  front: null,
  manipulator: null,
  lostSamples: 0,
  diskMinutesLeft: null,
  notYetStoredS: 0,
  recording: null,
  fault: null,
};
