import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import type { CalibrationEntry, StimulusGrid, Welcome, WireZap } from '../../../shared/riglink/index.ts';
import { CAPABILITY, MAX_FRAME_BYTES, RIGLINK_VERSION } from '../../../shared/riglink/index.ts';
import { simulatedKnobs } from './knobs.ts';

const { stimulusGrid, zap } = BUILT_IN_RIG.capabilities;
export const { sampleRatesHz: SIMULATED_RATES_HZ, currentRangesPa: SIMULATED_RANGES_PA } = BUILT_IN_RIG.capabilities;
/** One count of the voltage channel, mV. */
export const VOLTAGE_COUNT_MV = 0.01;
/** Finest steps of its stimulus. */
export const SIMULATED_GRID: StimulusGrid = {
  levelStepUv: Math.round(stimulusGrid.voltageStepMv * 1000),
  timeStepUs: Math.round(stimulusGrid.timeStepMs * 1000),
};

/** The largest zap that it gives. */
export const SIMULATED_ZAP: WireZap = { levelUv: zap.levelMv * 1000, durationUs: zap.longestMs * 1000 };

/**
 * What the simulated rig says about itself. The simulated bit and the serial's prefix are fixed: no option hides them.
 * @param telegraph amplifier whose knobs it reads
 */
export function simulatedWelcome(seed: number, telegraph?: string): Welcome {
  const capabilities =
    CAPABILITY.simulated | CAPABILITY.currentClamp | CAPABILITY.prediction | CAPABILITY.fastForward | CAPABILITY.runNumber | CAPABILITY.zap;
  return {
    kind: 'welcome',
    version: RIGLINK_VERSION,
    firmware: '1.0.0',
    serial: `SIM-${String(seed).padStart(6, '0')}`,
    maxFrameBytes: MAX_FRAME_BYTES,
    sampleRatesHz: SIMULATED_RATES_HZ,
    currentRangesPa: SIMULATED_RANGES_PA,
    capabilities: telegraph === undefined ? capabilities : capabilities | CAPABILITY.telegraphs,
    clockHz: 1_000_000,
    deviceName: BUILT_IN_RIG.name,
    grid: SIMULATED_GRID,
    ...(telegraph === undefined ? {} : { telegraphed: simulatedKnobs(telegraph) }),
    zap: SIMULATED_ZAP,
  };
}

/** null where there is no such channel or range. */
export function simulatedCalibration(channel: number, range: number): CalibrationEntry | null {
  const fullScalePa = SIMULATED_RANGES_PA[range];
  if (fullScalePa === undefined || channel > 1) return null;
  return {
    channel,
    range,
    scale: channel === 0 ? VOLTAGE_COUNT_MV : fullScalePa / 32_768,
    offset: 0,
    unit: channel === 0 ? 'mV' : 'pA',
    filterHz: 0,
    date: '2026-01-01',
  };
}
