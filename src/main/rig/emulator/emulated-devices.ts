import { MANIPULATORS } from '../manipulator/index.ts';

/** Devices that can be simulated, by what their drivers are named. */
export const EMULATED_DEVICES = ['riglink', 'epatch', ...MANIPULATORS] as const;
