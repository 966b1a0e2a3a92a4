import { EPATCH, type StimulusDevice } from '../protocol/stimulus-device.ts';
import { BUILT_IN_RIG } from './built-in-rig.ts';
import type { AmplifierCapabilities } from './capabilities.ts';

/** An amplifier as one that plays protocols. */
export function stimulusDeviceOf(name: string, { stimulusGrid, itemsPerDownload }: AmplifierCapabilities): StimulusDevice {
  return { name, grid: stimulusGrid, itemsPerDownload };
}

/** Devices that a protocol can be planned for by name, before or without a rig. The first is the default. */
export const PLANNED_DEVICES = {
  'built-in': stimulusDeviceOf(BUILT_IN_RIG.name, BUILT_IN_RIG.capabilities),
  epatch: EPATCH,
} as const satisfies Readonly<Record<string, StimulusDevice>>;
export type PlannedDeviceId = keyof typeof PLANNED_DEVICES;
