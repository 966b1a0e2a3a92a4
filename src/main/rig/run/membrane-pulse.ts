import type { Compensation } from '../../../core/amplifier/compensation.ts';
import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import { analyseMembraneTest } from '../../../core/quality/membrane-test.ts';
import type { MembraneTestResult } from '../../../core/quality/membrane-test.ts';
import type { TestPulse } from '../../../core/quality/test-pulse.ts';
import { meanPulse } from '../../../core/quality/mean-pulse.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { RigError } from '../rig-error.ts';
import type { CheckedAmplifier } from './checked-amplifier.ts';
import { withinRanges } from './choose-settings.ts';
import { Pass } from './pass.ts';
import { holdSamples } from './run-plan.ts';

/** The test pulse: -10 mV from holding, so that no sodium channel opens, averaged over a second of pulses. */
export const TEST_PULSE = {
  amplitudeMv: -10,
  pulses: 20,
  fewestPulses: 3,
  beforeMs: 25,
  pulseMs: 25,
  settleMs: 100,
  filterHz: 10_000,
} as const;
/** A faster rate shows nothing more behind the filter of the test. */
const FAST_ENOUGH_HZ = 50_000;
/** Largest transient expected, pA: 10 mV over 0.5 MOhm. */
const LARGEST_CURRENT_PA = 20_000;
const NOTHING_COMPENSATED = {
  fastCapacitancePf: 0,
  membraneCapacitancePf: 0,
  seriesResistanceMohm: 0,
  correctionPercent: 0,
  predictionPercent: 0,
  lagUs: 10,
  junctionPotentialMv: 0,
  offsetMv: 0,
};

/** At which level test pulses are played, with which offset of the electrode taken off, mV. */
export interface PulseLevel {
  readonly holdingMv: number;
  readonly offsetMv: number;
  /** Where the operator turns the output filter: what its knob is at, Hz. */
  readonly knobFilterHz: number;
  /** Where the operator turns the gain: the range that belongs to it, pA. */
  readonly knobRangePa?: number;
}

/** Output filter of test pulses, Hz: as asked, or whatever the knob of the amplifier is at. */
export function pulseFilterHz({ outputFilter }: Pick<AmplifierCapabilities, 'outputFilter'>, knobFilterHz: number): number {
  return outputFilter.setBy === 'operator' ? knobFilterHz : TEST_PULSE.filterHz;
}

/** Series resistance that is corrected while test pulses are played. */
export type Correction = Pick<Compensation, 'seriesResistanceMohm' | 'correctionPercent'>;

/**
 * Sets the amplifier for test pulses: the offset compensated, of the series resistance only what is asked, its fastest useful rate.
 * @throws RigError
 */
export async function prepareTestPulses(
  amplifier: CheckedAmplifier,
  { holdingMv, offsetMv, knobFilterHz, knobRangePa }: PulseLevel,
  correction?: Correction,
): Promise<{ readonly sampleRateHz: number; readonly compensation: Compensation | null }> {
  const { sampleRatesHz } = amplifier.capabilities;
  const sampleRateHz = Math.max(...sampleRatesHz.filter((rateHz) => rateHz <= FAST_ENOUGH_HZ), Math.min(...sampleRatesHz));
  const compensation = await amplifier.compensate({ ...NOTHING_COMPENSATED, ...correction, offsetMv });
  await amplifier.configure({
    sampleRateHz,
    largestCurrentPa: knobRangePa ?? withinRanges(LARGEST_CURRENT_PA, amplifier.capabilities),
    filterHz: pulseFilterHz(amplifier.capabilities, knobFilterHz),
    mode: 'VC',
    holding: holdingMv,
  });
  return { sampleRateHz, compensation };
}

/** Plays test pulses uncompensated at the fastest rate and analyses their mean. @throws RigError or Error of the analysis. */
export async function playMembraneTest(
  amplifier: CheckedAmplifier,
  level: PulseLevel,
  onPass: (pass: Pass) => void,
): Promise<MembraneTestResult> {
  return analyseMembraneTest((await playTestPulses(amplifier, level, onPass)).pulse);
}

/** Mean response to the test pulses, with what was compensated meanwhile. */
export interface PlayedTest {
  readonly pulse: TestPulse & { readonly noisePa: number };
  readonly pulses: number;
  readonly compensation: Compensation | null;
}

/** Plays a second of test pulses at the fastest rate. @throws RigError */
export async function playTestPulses(
  amplifier: CheckedAmplifier,
  level: PulseLevel,
  onPass: (pass: Pass) => void,
  correction?: Correction,
): Promise<PlayedTest> {
  const { holdingMv } = level;
  const { sampleRateHz, compensation } = await prepareTestPulses(amplifier, level, correction);
  const realised = await amplifier.load([settle(holdingMv), ...pulseItems(holdingMv, TEST_PULSE.pulses + 1)]);
  const perMs = sampleRateHz / 1000;
  const played = playedPulse(realised);
  // The first pulse is left out: it has none before it.
  const held = holdSamples(realised, 3, sampleRateHz);
  const current = new Float64Array(amplifier.loaded().samples - held).fill(Number.NaN);
  const pass = new Pass(amplifier, held, {
    block({ firstSample, currentPa }) {
      current.set(currentPa.subarray(0, Math.max(0, current.length - firstSample)), firstSample);
    },
    // Lost samples stay NaN: their pulse is left out.
    gap: () => undefined,
  });
  onPass(pass);
  await pass.begin(() => undefined);
  const end = await pass.wait();
  if (end.kind === 'lost' || end.kind === 'target-failed') throw end.error;
  if (end.kind === 'aborted') throw new RigError('aborted', 'Membrane test: aborted before its end. Run it again when ready.');
  if (end.kind === 'cut-short') throw new RigError('incomplete', `Membrane test: ${end.reason}`);
  const pulses = wholePulses(current, played.sweepMs * perMs);
  if (end.kind !== 'complete' || pulses.length < TEST_PULSE.fewestPulses) {
    throw new RigError(
      'incomplete',
      `Membrane test: expected at least ${TEST_PULSE.fewestPulses} whole pulses of ${TEST_PULSE.pulses}, got ${pulses.length} ` +
        `(${end.kind}). Check the line to the device, then run it again.`,
    );
  }
  const { mean, noisePa } = meanPulse(pulses, Math.floor((played.sweepMs * sampleRateHz) / 1000));
  const pulse = {
    sampleRateHz,
    currentPa: mean,
    pulseStart: Math.floor((played.beforeMs * sampleRateHz) / 1000),
    pulseMv: played.pulseMv,
    train: true,
    noisePa,
    filterHz: pulseFilterHz(amplifier.capabilities, level.knobFilterHz),
  };
  return { pulse, pulses: pulses.length, compensation };
}

/** @param period samples from pulse to pulse; not whole at every rate */
function wholePulses(current: Float64Array, period: number): Float64Array[] {
  const from = (pulse: number): number => Math.round(pulse * period);
  return Array.from({ length: TEST_PULSE.pulses }, (_, pulse) => current.subarray(from(pulse), from(pulse) + Math.floor(period))).filter(
    (samples) => !samples.some((value) => Number.isNaN(value)),
  );
}

/** A test pulse as it is played: a device may round its levels and its times. */
export interface PlayedPulse {
  readonly beforeMs: number;
  readonly sweepMs: number;
  readonly pulseMv: number;
}

/** @param realised items that end with a holding time and its pulse */
export function playedPulse(realised: readonly StimulusItem[]): PlayedPulse {
  const [before, pulse] = realised.slice(-2);
  if (before === undefined || pulse === undefined)
    throw new RigError('bad-device', 'Expected a test pulse to be played, none was. Test again.');
  return {
    beforeMs: before.durationUs / 1000,
    sweepMs: (before.durationUs + pulse.durationUs) / 1000,
    pulseMv: (pulse.startLevel - before.startLevel) / 1000,
  };
}

/** Items of so many pulses, each after a time at the holding potential. */
export function pulseItems(holdingMv: number, pulses: number): StimulusItem[] {
  const pulse = [step(holdingMv, TEST_PULSE.beforeMs), step(holdingMv + TEST_PULSE.amplitudeMv, TEST_PULSE.pulseMs)];
  return Array.from({ length: pulses }, () => pulse).flat();
}

function settle(holdingMv: number): StimulusItem {
  return step(holdingMv, TEST_PULSE.settleMs);
}

function step(millivolt: number, durationMs: number): StimulusItem {
  const level = Math.round(millivolt * 1000);
  return { kind: 'step', startLevel: level, endLevel: level, durationUs: durationMs * 1000, skippable: false };
}
