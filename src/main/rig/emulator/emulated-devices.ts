import { DYNAMIC_CLAMPS } from '../dynamic-clamp/index.ts';
import { MANIPULATORS } from '../manipulator/index.ts';

/** Devices that can be simulated, by what their drivers are named. */
export const EMULATED_DEVICES = ['riglink', 'epatch', ...MANIPULATORS, ...DYNAMIC_CLAMPS, 'patchmaster'] as const;
export type EmulatedDevice = (typeof EMULATED_DEVICES)[number];
