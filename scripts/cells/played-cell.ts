import { createBesselLowPass } from '../../src/core/amplifier/bessel.ts';
import { RECORD_DEFAULTS } from '../../src/main/rig/index.ts';
import { sampleCommand, type Protocol } from '../../src/core/protocol/protocol.ts';
import { createRandom } from '../../src/core/random/random.ts';
import type { VoltageClampRecording } from '../../src/core/trace/recording.ts';
import { EmulatedAmplifier } from '../../src/main/rig/emulator/amplifier.ts';
import { NO_COMPENSATION } from '../../src/main/rig/emulator/compensation.ts';
import { drawKernikCell } from '../../src/main/rig/emulator/kernik-cell.ts';
import { innerStepUs, Playback } from '../../src/main/rig/emulator/playback.ts';
import type { ProtocolItem } from '../../src/shared/riglink/index.ts';
import { ITEM_FLAG } from '../../src/shared/riglink/index.ts';

/** Where a record is filtered: in the amplifier, before noise that is white is added, or by the host, noise and all, as an ePatch's is. */
export type FilteredBy = 'amplifier' | 'host';

/** White noise of a sample that the simulated devices of both kinds add, pA. */
const NOISE_PA: Readonly<Record<FilteredBy, number>> = { amplifier: 15, host: 30 };
const FILTER_HZ = 5000;
/** A cell was held so long before the hold of a run: by the operator, and through the membrane test. */
const HELD_MS = 6000;
const HELD_STEP_MS = 0.1;
/** What a membrane test misses by. */
const READ_WRONG = { seriesResistance: 0.02, capacitance: 0.01 } as const;

/** A recording of a simulated cell, with what was drawn for it. */
export interface PlayedCell {
  readonly recording: VoltageClampRecording;
  /** Multipliers of the true cell. */
  readonly multipliers: readonly number[];
}

/**
 * Plays a protocol on the simulated cell of a seed through the simulated amplifier, without a line and without a clock.
 * @param noisePa rms of the white noise of a sample; default: that of the simulated device
 */
export function playedCell(
  seed: number,
  protocol: Protocol,
  sampleRateHz: number,
  filteredBy: FilteredBy,
  noisePa = NOISE_PA[filteredBy],
): PlayedCell {
  const { cell, truth } = drawKernikCell(seed);
  const random = createRandom(seed).fork(1_000_003);
  const junctionOffsetMv = 2 * random.uniform() - 1;
  const amplifier = new EmulatedAmplifier({ cell, random: random.fork(1), noisePa, voltageNoiseMv: 0, junctionOffsetMv });
  const { holdingMv } = protocol;
  for (let ms = 0; ms < HELD_MS; ms += HELD_STEP_MS) amplifier.advance(holdingMv, HELD_STEP_MS);
  const read = (value: number, by: number): number => value * (1 + by * random.normal());
  const percent = RECORD_DEFAULTS.compensationPercent;
  const { membraneCapacitancePf, seriesResistanceMohm } = amplifier.setCompensation({
    ...NO_COMPENSATION,
    seriesResistanceMohm: read(truth.seriesResistanceMohm, READ_WRONG.seriesResistance),
    membraneCapacitancePf: read(truth.membraneCapacitancePf, READ_WRONG.capacitance),
    correctionPercent: percent,
    predictionPercent: percent,
    lagUs: 10,
  });
  amplifier.setFilter(filteredBy === 'amplifier' ? FILTER_HZ : 0, innerStepUs(sampleRateHz, amplifier.longestStepUs));
  const items = [hold(holdingMv, 1000 * RECORD_DEFAULTS.holdSeconds), ...protocol.segments.map(itemOf)];
  const playback = new Playback({ items, sampleRateHz, amplifier, holdingLevel: holdingMv });
  while (playback.fastForwarding) playback.skipSample();
  const samples: number[] = [];
  while (!playback.done) samples.push(playback.takeSample().currentPa / membraneCapacitancePf);
  return {
    multipliers: truth.multipliers,
    recording: {
      sampleRateHz,
      protocol,
      commandMv: sampleCommand(protocol, sampleRateHz),
      currentPaPf: Float32Array.from(filteredBy === 'host' ? filtered(samples, sampleRateHz) : samples),
      simulated: true,
      conditions: {
        filterHz: FILTER_HZ,
        membraneCapacitancePf,
        seriesResistanceMohm,
        compensationPercent: percent,
        predictionPercent: percent,
      },
    },
  };
}

function filtered(samples: readonly number[], sampleRateHz: number): number[] {
  const filter = createBesselLowPass(FILTER_HZ, sampleRateHz);
  filter.settle(samples[0] ?? 0);
  return samples.map((value) => filter.next(value));
}

function hold(mv: number, durationMs: number): ProtocolItem {
  return { ...itemOf({ kind: 'step', voltageMv: mv, durationMs }), flags: ITEM_FLAG.fastForward };
}

function itemOf(segment: Protocol['segments'][number]): ProtocolItem {
  const [startMv, endMv] = segment.kind === 'step' ? [segment.voltageMv, segment.voltageMv] : [segment.startMv, segment.endMv];
  const durationUs = Math.round(1000 * segment.durationMs);
  return { kind: segment.kind, startLevel: 1000 * startMv, endLevel: 1000 * endMv, durationUs, flags: 0 };
}
