import { KERNIK2019 } from '../../../src/core/cell/kernik2019/index.ts';
import { valuesFromMultipliers } from '../../../src/core/cell/cell-values.ts';
import { sampleMultipliers } from '../../../src/core/population/sample-cells.ts';
import { sampleCommand, type Protocol } from '../../../src/core/protocol/protocol.ts';
import { createRandom } from '../../../src/core/random/random.ts';
import { simulateClamp } from '../../../src/core/simulate/reference-clamp.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../../src/core/trace/recording.ts';

const STEPS = [
  [120, -110],
  [20, -20],
  [100, -80],
  [60, 10],
  [70, -40],
  [120, -120],
  [60, 30],
  [60, -80],
] as const;

/** Short, with steps for every current and one ramp. */
export const SHORT: Protocol = {
  id: 'golden-short',
  name: 'Golden, short',
  source: 'test',
  holdingMv: -80,
  segments: [
    ...STEPS.map(([durationMs, voltageMv]) => ({ kind: 'step', durationMs, voltageMv }) as const),
    { kind: 'ramp', startMv: 40, endMv: -100, durationMs: 80 },
    { kind: 'step', voltageMv: -80, durationMs: 60 },
  ],
};

export const RATE_HZ = 10_000;

/** Multipliers of the recorded cell. */
export const TRUTH = sampleMultipliers(createRandom(77), 3);

export function idealRecording(noisePaPf: number): VoltageClampRecording {
  return record(SHORT, RATE_HZ, noisePaPf, 0, { seriesResistanceMohm: 0 });
}

/** With a slow current that no parameter of the cell makes. */
export function unlikeRecording(noisePaPf: number): VoltageClampRecording {
  const plain = idealRecording(noisePaPf);
  return { ...plain, currentPaPf: plain.currentPaPf.map((value, k) => value + 1.5 * Math.sin(k / 300)) };
}

/** Few samples, so that a whole fit of a living cell takes seconds. */
export function tinyRecording(noisePaPf: number, conditions: RecordingConditions): VoltageClampRecording {
  const tiny: Protocol = { ...SHORT, id: 'golden-tiny', segments: SHORT.segments.slice(0, 4) };
  return record(tiny, 2000, noisePaPf, 0, { seriesResistanceMohm: 0, ...conditions });
}

/** 4 MOhm left of a cell of 45 pF, with a leak. */
export function rigRecording(noisePaPf: number, conditions: RecordingConditions = {}): VoltageClampRecording {
  return record(SHORT, RATE_HZ, noisePaPf, 0.18, {
    seriesResistanceMohm: 20,
    membraneCapacitancePf: 45,
    compensationPercent: 80,
    temperatureC: 36,
    ...conditions,
  });
}

function record(
  protocol: Protocol,
  rateHz: number,
  noisePaPf: number,
  rsCmMs: number,
  conditions: RecordingConditions,
): VoltageClampRecording {
  const random = createRandom(5);
  const values = valuesFromMultipliers(TRUTH);
  if (rsCmMs > 0) values[KERNIK2019.index('leak.g')] = 0.01;
  values[KERNIK2019.index('env.temperatureC')] = conditions.temperatureC ?? 37;
  const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: rateHz, rsCmMs });
  return {
    sampleRateHz: rateHz,
    commandMv: sampleCommand(protocol, rateHz),
    currentPaPf: current.map((value) => value + noisePaPf * random.normal()),
    protocol,
    conditions,
  };
}
