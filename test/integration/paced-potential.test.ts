import { beforeAll, describe, expect, it } from 'vitest';
import { analyseBeats } from '../../src/core/beat/beats.ts';
import { pacedBeat } from '../../src/core/beat/paced-beat.ts';
import { recordedBeat } from '../../src/core/beat/recorded-beat.ts';
import { valuesFromMultipliers } from '../../src/core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { NO_ARTEFACTS } from '../../src/core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../src/core/experiment/cell-history.ts';
import { ClampObserver } from '../../src/core/experiment/clamp-observer.ts';
import type { ClampedCell } from '../../src/core/experiment/clamped-cell.ts';
import { withLeak } from '../../src/core/experiment/electrode.ts';
import { FollowedBeat } from '../../src/core/experiment/followed-beat.ts';
import { simulateFreeLanes } from '../../src/core/experiment/free-simulator.ts';
import { HeldBeat } from '../../src/core/experiment/held-beat.ts';
import { PIPETTE_PRIORS } from '../../src/core/experiment/pipette-priors.ts';
import { SettledBeat } from '../../src/core/experiment/settled-beat.ts';
import { BeatParts } from '../../src/core/inference/beat-parts.ts';
import { ClampModel } from '../../src/core/inference/clamp-fit.ts';
import { levenbergMarquardt } from '../../src/core/inference/levenberg-marquardt.ts';
import { BEATING_PRIOR } from '../../src/core/inference/multiplier-prior.ts';
import { createRandom } from '../../src/core/random/random.ts';
import { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { kernelBinary, libraryProtocol } from '../../src/core/testing/files.testing.ts';

const OFFSET_MV = -9;
const FITTED_MS = 1000;
const HELD_OUT_MS = 600;
const STIMULUS = { durationMs: 4, amplitude: 15 };
const ARTEFACT_MV = 10;
const PACED_DT_MS = 0.1;
const FREE_DT_MS = 0.5;

/** It rests by itself: its free potential shows no action potential. */
function restingCell(): ClampedCell {
  const factors: Readonly<Record<string, number>> = { 'ik1.g_K1': 4, 'ikr.g_Kr': 0.7, 'ical.p_CaL': 0.8, 'ifunny.g_f': 0.2 };
  const values = valuesFromMultipliers(DEFAULT_CELL.varied.map(({ id }) => factors[id] ?? 1));
  return { values, artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.3, leakNsPf: 0.005, offsetMv: OFFSET_MV }, history: NO_HISTORY };
}

describe('a paced potential of a cell that rests by itself', () => {
  let kernel: PopulationKernel;
  let observer: ClampObserver;
  const form = { protocol: libraryProtocol('twinclamp-5s'), sampleRateHz: 2000, mode: 'rig', filterHz: null } as const;
  const random = createRandom(8);
  const noisy = (trace: Float32Array): Float32Array => trace.map((mv) => mv + 0.2 * random.normal());

  beforeAll(async () => {
    kernel = await PopulationKernel.load(kernelBinary());
    observer = new ClampObserver(kernel, form);
  });

  /** In the recorded frame, mV; paced at this interval, or free. */
  function potentialOf({ values, artefacts }: ClampedCell, periodMs?: number): Float32Array {
    const pacing = periodMs === undefined ? {} : { pacing: { ...STIMULUS, periodMs } };
    const outputDtMs = periodMs === undefined ? FREE_DT_MS : PACED_DT_MS;
    const leaking = withLeak(values, artefacts, kernel.model);
    const { voltageMv } = simulateFreeLanes(kernel, [leaking], { settleS: 100, seconds: 8, outputDtMs, ...pacing });
    return (voltageMv[0] ?? new Float32Array(0)).map((mv) => mv - artefacts.offsetMv);
  }

  const apd90 = (cell: ClampedCell, periodMs: number): number =>
    analyseBeats(potentialOf(cell, periodMs), PACED_DT_MS).features.apd90Ms ?? NaN;

  it('brings the paced beat of the twin near to that of the cell, also at an interval that was not fitted', async () => {
    const cell = restingCell();
    // A wave of 0.3 pA/pF that no parameter makes, as living cells leave.
    const observed = (observer.observe([cell])[0] ?? new Float64Array(0)).map((current, r) => current + 0.3 * Math.sin(r / 60));
    const sigma = observed.map((current, r) => ((observer.bins.sinceJumpMs[r] ?? 0) < 3 ? Infinity : Math.hypot(0.3, 0.03 * current)));
    const free = recordedBeat(noisy(potentialOf(cell)), FREE_DT_MS);
    expect(free.upstrokeMs).toBeNull();
    const shown = noisy(potentialOf(cell, FITTED_MS)).map(
      (mv, i) => mv + ((i * PACED_DT_MS) % FITTED_MS < STIMULUS.durationMs ? ARTEFACT_MV : 0),
    );
    const paced = pacedBeat(shown, PACED_DT_MS);
    if ('why' in paced) throw new Error(paced.why);
    const setup = { prior: BEATING_PRIOR, freeScales: [], expectedRsCmMs: 0.3, fitPrediction: false, temperatureC: 37 };
    const model = new ClampModel(observer, { ...form, ...setup, rigPriors: PIPETTE_PRIORS });
    const follow = (beat: typeof free): FollowedBeat => new FollowedBeat(new HeldBeat(kernel, beat));
    const twinOf = async (beats: readonly FollowedBeat[]): Promise<ClampedCell> => {
      const parts = new BeatParts(
        model.parameters,
        { observed, sigma, simulate: (thetas) => model.simulate(thetas) },
        (theta) => model.cell(theta),
        follow(free),
        new SettledBeat(kernel, free.features),
        null,
        beats,
      );
      const options = { iterations: 12, tolerance: 0.5, relativeTolerance: 5e-3 };
      return model.cell((await levenbergMarquardt(parts.following(20, 3), parts.middle, options)).theta);
    };
    const [without, twin] = [await twinOf([]), await twinOf([follow(paced.beat)])];
    for (const periodMs of [FITTED_MS, HELD_OUT_MS]) {
      const [of, other, own] = [cell, without, twin].map((one) => apd90(one, periodMs)) as [number, number, number];
      console.log(
        `Paced every ${periodMs} ms, APD90: cell ${of.toFixed(0)} ms, twin with the paced potential ${own.toFixed(0)} ms, without ` +
          `${other.toFixed(0)} ms.`,
      );
      expect(Math.abs(own - of)).toBeLessThan(0.03 * of);
      expect(Math.abs(other - of)).toBeGreaterThan(2 * Math.abs(own - of));
    }
  }, 300_000);
});
