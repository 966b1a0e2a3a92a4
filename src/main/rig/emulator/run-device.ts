import { DYNAMIC_CLAMPS, type DynamicClampKind } from '../dynamic-clamp/index.ts';
import { MANIPULATORS, type ManipulatorKind } from '../manipulator/index.ts';
import { runDynamicClamp } from './dynamic-clamp/run-dynamic-clamp.ts';
import type { EmulatedDevice } from './emulated-devices.ts';
import { runEpatch } from './epatch/run-epatch.ts';
import { runManipulator } from './manipulator/run-manipulator.ts';
import { runPatchmaster } from './patchmaster/run-patchmaster.ts';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from './run-emulator.ts';

const isManipulator = (device: string): device is ManipulatorKind => MANIPULATORS.some((kind) => kind === device);
const isDynamicClamp = (device: string): device is DynamicClampKind => DYNAMIC_CLAMPS.some((kind) => kind === device);

/** Starts a simulated device of any kind in this process. */
export async function runDevice(
  device: EmulatedDevice,
  options: Parameters<typeof runEpatch>[0] & EmulatorOptions,
): Promise<RunningEmulator> {
  if (isManipulator(device)) return runManipulator(device, options);
  if (isDynamicClamp(device)) return runDynamicClamp(device, options);
  if (device === 'patchmaster') return runPatchmaster(options);
  return device === 'epatch' ? runEpatch(options) : runEmulator(options);
}
