import { DEFAULT_CELL } from '../../../src/core/cell/models.ts';
import { valuesFromMultipliers } from '../../../src/core/cell/cell-values.ts';
import { scoreCell } from '../../../src/core/designer/score-protocol.ts';
import { IDEAL_CLAMP, RANGE_OF_RIGS, ROBUST_CLAMP, type ScoreSettings } from '../../../src/core/designer/score-settings.ts';
import { COARSE, FINE, SensitivityEngine, type Accuracy } from '../../../src/core/designer/sensitivity-engine.ts';
import { blockedEnsemble } from '../../../src/core/drug/blocked-ensemble.ts';
import { FineClamp } from '../../../src/core/experiment/fine-clamp.ts';
import { ivAnalysis } from '../../../src/core/baselines/iv-analysis.ts';
import { FIT_BINS, observationBins } from '../../../src/core/observation/observation-bins.ts';
import { sampleArtefacts } from '../../../src/core/experiment/artefacts.ts';
import { simulateFreeLanes } from '../../../src/core/experiment/free-simulator.ts';
import { PopulationRows, type CellPlan } from '../../../src/core/population/population-rows.ts';
import { sampleMultipliers } from '../../../src/core/population/sample-cells.ts';
import { TrainingRows } from '../../../src/core/population/training-rows.ts';
import { createRandom } from '../../../src/core/random/random.ts';
import type { PopulationKernel } from '../../../src/core/simulate/kernel.ts';
import { LiveCell } from '../../../src/core/simulate/live-cell.ts';
import { simulateClamp } from '../../../src/core/simulate/reference-clamp.ts';
import { simulateFree } from '../../../src/core/simulate/reference-free.ts';
import { libraryProtocol } from '../../../src/core/testing/files.testing.ts';
import { BeatAfterClamp } from '../../../src/core/experiment/beat-after-clamp.ts';
import { simulateBeat } from '../../../src/core/beat/simulate-beat.ts';
import { idealRecording, RATE_HZ, SHORT, TRUTH } from './recordings.ts';

const values = valuesFromMultipliers(TRUTH);
const population = createRandom(31);
const cells = Array.from({ length: 6 }, (_, i) => valuesFromMultipliers(sampleMultipliers(population, i)));
const rigs = cells.map((_, i) => sampleArtefacts(population.fork(100 + i)));

function withValue(id: string, value: number): Float64Array {
  const changed = values.slice();
  changed[DEFAULT_CELL.find(id) ?? -1] = value;
  return changed;
}

/** Currents of clamped cells by every engine. */
export function clampCases(): Readonly<Record<string, () => unknown>> {
  const bins = observationBins(SHORT, RATE_HZ, FIT_BINS);
  return {
    'reference, ideal clamp, all currents': () =>
      simulateClamp(values, SHORT, { holdS: 2, sampleRateHz: RATE_HZ, currents: DEFAULT_CELL.currents }),
    'reference, electrode': () =>
      simulateClamp(withValue('leak.g', 0.01), SHORT, { holdS: 2, sampleRateHz: RATE_HZ, rsCmMs: 0.24 }).current,
    'fine steps, electrode': () =>
      new FineClamp(DEFAULT_CELL, { protocol: SHORT, mode: 'rig', filterHz: 5000 }, bins).simulate(values, rigs[0]!, {
        sodiumMm: 0.3,
        potassiumMm: -0.2,
        storeMm: 0.01,
        funnyGate: 0,
      }),
    'current-voltage analysis': () =>
      ivAnalysis(
        { ...idealRecording(0.1), currentPaPf: idealRecording(0.1).currentPaPf },
        simulateClamp(DEFAULT_CELL.baseline(), SHORT, { holdS: 10, sampleRateHz: RATE_HZ }).current,
      ),
    'live cell': () => {
      const live = new LiveCell(withValue('leak.g', 0.005));
      return [
        ...Array.from({ length: 200 }, (_, k) => live.clamp(k < 100 ? -80 : 0, 0.1, 0.2)),
        ...Array.from({ length: 500 }, () => live.free(1)),
      ];
    },
  };
}

const PLAN: CellPlan = {
  seed: 4,
  kind: 'all',
  spread: 0.4,
  spreadOf: {},
  temperatureC: [33, 37],
  free: { settleS: 5, seconds: 3 },
  clamp: { protocol: SHORT, sampleRateHz: RATE_HZ, artefacts: true },
};

/** Populations, beats, drugs and scores through the kernel. */
export function kernelCases(kernel: PopulationKernel): Readonly<Record<string, () => unknown>> {
  const score = (settings: ScoreSettings, accuracy: Accuracy): unknown => {
    const engine = new SensitivityEngine(kernel, settings, accuracy);
    return scoreCell(engine, SHORT, engine.hold(TRUTH, SHORT.holdingMv, 'golden'));
  };
  return {
    'population rows, all, behind electrodes': () => new PopulationRows(kernel, PLAN).make(createRandom(4), 0, 10),
    'population rows, wide, ideal clamp': () =>
      new PopulationRows(kernel, {
        ...PLAN,
        kind: 'wide',
        free: null,
        clamp: { protocol: SHORT, sampleRateHz: RATE_HZ, artefacts: false },
      }).make(createRandom(4), 3, 6),
    'training rows': () => {
      const rows = new TrainingRows(kernel, SHORT, { sampleRateHz: RATE_HZ, rigShare: 0.5, spread: 0.4, temperatureC: [22, 37] });
      const into = new Float32Array(6 * 4 * rows.width);
      for (let group = 0; group < 6; group++) rows.group(createRandom(9), 4 * group, into.subarray(group * 4 * rows.width));
      return into;
    },
    'beat by the reference': () => simulateBeat(values, 5, 4),
    'paced with a dynamic clamp, reference': () =>
      simulateFree(withValue('dynamicClamp.IK1', 0.5), {
        settleS: 1,
        seconds: 2,
        outputDtMs: 1,
        pacing: { periodMs: 1000, durationMs: 2, amplitude: 30 },
      }),
    'free lanes': () => simulateFreeLanes(kernel, cells.slice(0, 4), { settleS: 4, seconds: 3, outputDtMs: 1 }),
    'paced lanes with a dynamic clamp': () =>
      simulateFreeLanes(kernel, [withValue('dynamicClamp.IK1', 0.5)], {
        settleS: 1,
        seconds: 2,
        outputDtMs: 1,
        pacing: { periodMs: 1000, durationMs: 2, amplitude: 30 },
      }),
    'beat after a clamp': () =>
      new BeatAfterClamp(kernel, SHORT).beat([
        { values, artefacts: rigs[1]!, history: { sodiumMm: 0.2, potassiumMm: 0.4, storeMm: -0.01, funnyGate: 0 } },
      ]),
    drugs: () =>
      blockedEnsemble(
        kernel,
        [{ multipliers: Array.from(TRUTH), scales: { 'scale.Ito': 1.2 } }],
        [
          { channel: 'IKr', fraction: 0.4 },
          { channel: 'ICaL', fraction: 0.3 },
          { channel: 'Ito', fraction: 0.5 },
          { channel: 'INaL', fraction: 0.5 },
          { channel: 'If', fraction: 0.2 },
        ],
      ),
    'score, ideal clamp': () => score(IDEAL_CLAMP, FINE),
    'score, robust clamp': () => score(ROBUST_CLAMP, COARSE),
    'score, range of rigs': () => score(RANGE_OF_RIGS, COARSE),
    'population rows of a designed protocol': () =>
      new PopulationRows(kernel, {
        ...PLAN,
        free: null,
        clamp: { protocol: libraryProtocol('twinclamp-5s'), sampleRateHz: RATE_HZ, artefacts: true },
      }).make(createRandom(4), 20, 4),
  };
}
