import { expect, test } from 'vitest';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import { DISCONNECTED_RIG } from '../../../shared/contract/disconnected-rig.ts';
import { INITIAL_PROTOCOL_DESK } from './deskState.ts';
import { deviceOf, dragGrid } from './editActions.ts';

const START = { rig: DISCONNECTED_RIG, protocolDesk: INITIAL_PROTOCOL_DESK };
const connected = {
  ...START,
  rig: {
    ...DISCONNECTED_RIG,
    device: { name: 'Odd rig', firmware: '1', serial: '1' },
    capabilities: { ...BUILT_IN_RIG.capabilities, stimulusGrid: { voltageStepMv: 0.3, timeStepMs: 0.08 }, itemsPerDownload: 7 },
  },
};

test('the Protocol desk plans for the connected rig, and without one for the built-in rig', () => {
  expect(deviceOf(START)).toMatchObject({ name: 'Simulated rig', itemsPerDownload: 4096 });
  expect(deviceOf(connected)).toEqual({ name: 'Odd rig', grid: { voltageStepMv: 0.3, timeStepMs: 0.08 }, itemsPerDownload: 7 });
  const planned = { ...connected, protocolDesk: { ...connected.protocolDesk, deviceId: 'epatch' } } as const;
  expect(deviceOf(planned)).toMatchObject({ name: 'ePatch', itemsPerDownload: 15 });
});

test('dragging snaps to whole steps of its grid', () => {
  expect(dragGrid(START)).toEqual({ voltageStepMv: 1, timeStepMs: 0.1 });
  expect(dragGrid(connected)).toEqual({ voltageStepMv: 1.2, timeStepMs: 0.16 });
});
