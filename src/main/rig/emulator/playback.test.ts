import { expect, test } from 'vitest';
import { createRandom } from '../../../core/random/random.ts';
import type { ProtocolItem } from '../../../shared/riglink/index.ts';
import { EmulatedAmplifier } from './amplifier.ts';
import { NO_COMPENSATION } from './compensation.ts';
import { drawKernikCell } from './kernik-cell.ts';
import { innerStepUs, Playback } from './playback.ts';

const RATE_HZ = 50_000;
/** Noise of a sample of the simulated rig, pA. */
const NOISE_PA = 15;
const step = (mv: number, ms: number): ProtocolItem => {
  return { kind: 'step', startLevel: 1000 * mv, endLevel: 1000 * mv, durationUs: 1000 * ms, flags: 0 };
};
const ramp = (fromMv: number, toMv: number, ms: number): ProtocolItem => {
  return { kind: 'ramp', startLevel: 1000 * fromMv, endLevel: 1000 * toMv, durationUs: 1000 * ms, flags: 0 };
};

/** Noise-free current of cell 1 through its amplifier, set 8 % off the true time constant, pA. */
function played(items: readonly ProtocolItem[], longestStepUs?: number): Float64Array {
  const { cell, truth } = drawKernikCell(1);
  const amplifier = new EmulatedAmplifier({
    cell: longestStepUs === undefined ? cell : { ...cell, longestStepUs },
    random: createRandom(1),
    noisePa: 0,
    voltageNoiseMv: 0,
    junctionOffsetMv: 0,
  });
  const { membraneCapacitancePf, seriesResistanceMohm: rs } = truth;
  const correct = { correctionPercent: 80, predictionPercent: 80, seriesResistanceMohm: 0.98 * rs };
  amplifier.setCompensation({ ...NO_COMPENSATION, ...correct, membraneCapacitancePf });
  for (let ms = 0; ms < 500; ms += 0.1) amplifier.advance(-80, 0.1);
  amplifier.setFilter(5000, innerStepUs(RATE_HZ, amplifier.longestStepUs));
  const playback = new Playback({ items, sampleRateHz: RATE_HZ, amplifier, holdingLevel: -80 });
  const samples: number[] = [];
  while (!playback.done) samples.push(playback.takeSample().currentPa);
  return Float64Array.from(samples);
}

test('the steps of a simulated cell leave an eighth of its noise on a steep ramp, whose error all samples share', () => {
  const items = [step(-131, 20), ramp(-131, -32, 5)];
  const [coarse, as, finest] = [played(items, 20), played(items), played(items, 0.5)];
  const off = (samples: Float64Array): number => {
    const differences = samples.slice(1001).map((value, k) => value - (finest[1001 + k] as number));
    return Math.sqrt(differences.reduce((sum, value) => sum + value ** 2, 0) / differences.length);
  };
  expect(off(as)).toBeLessThan(NOISE_PA / 8);
  expect(off(coarse)).toBeGreaterThan(NOISE_PA / 4);
});
