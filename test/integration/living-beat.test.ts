import { expect, test } from 'vitest';
import { recordedBeat } from '../../src/core/beat/recorded-beat.ts';
import { valuesFromMultipliers } from '../../src/core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { ClampObserver } from '../../src/core/experiment/clamp-observer.ts';
import type { ClampedCell } from '../../src/core/experiment/clamped-cell.ts';
import { NO_ARTEFACTS } from '../../src/core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../src/core/experiment/cell-history.ts';
import { withLeak } from '../../src/core/experiment/electrode.ts';
import { FollowedBeat } from '../../src/core/experiment/followed-beat.ts';
import { simulateFreeLanes } from '../../src/core/experiment/free-simulator.ts';
import { HeldBeat } from '../../src/core/experiment/held-beat.ts';
import { PIPETTE_PRIORS } from '../../src/core/experiment/pipette-priors.ts';
import { SettledBeat } from '../../src/core/experiment/settled-beat.ts';
import { BeatParts } from '../../src/core/inference/beat-parts.ts';
import { searchBeating } from '../../src/core/inference/beat-search.ts';
import { settleBeat } from '../../src/core/inference/beat-settle.ts';
import { ClampModel } from '../../src/core/inference/clamp-fit.ts';
import { BEATING_PRIOR } from '../../src/core/inference/multiplier-prior.ts';
import { createRandom } from '../../src/core/random/random.ts';
import { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { kernelBinary, libraryProtocol } from '../../src/core/testing/files.testing.ts';

const OFFSET_MV = -9;
const LEAK_NS_PF = 0.02;

/** Leaking, with an offset of the command, with unmodelled currents. */
function foreigner(): ClampedCell {
  const factors: Readonly<Record<string, number>> = {
    'ik1.g_K1': 1.3,
    'ikr.g_Kr': 1.8,
    'ical.p_CaL': 1.4,
    'ifunny.g_f': 0.6,
    'ikr.Xr1_6': 1.2,
    'ina.g_Na': 0.7,
  };
  const values = valuesFromMultipliers(DEFAULT_CELL.varied.map(({ id }) => factors[id] ?? 1));
  return { values, artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.3, leakNsPf: LEAK_NS_PF, offsetMv: OFFSET_MV }, history: NO_HISTORY };
}

test('the twin of clamp and potential beats as the cell does, even where the model reproduces the current only roughly', async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  const form = { protocol: libraryProtocol('twinclamp-5s'), sampleRateHz: 2000, mode: 'rig', filterHz: null } as const;
  const observer = new ClampObserver(kernel, form);
  const cell = foreigner();
  // A wave of 0.3 pA/pF that no parameter makes, as living cells leave.
  const observed = (observer.observe([cell])[0] ?? new Float64Array(0)).map((current, r) => current + 0.3 * Math.sin(r / 60));
  const {
    voltageMv: [trace = new Float32Array(0)],
  } = simulateFreeLanes(kernel, [withLeak(cell.values, cell.artefacts, kernel.model)], { settleS: 100, seconds: 10, outputDtMs: 0.5 });
  const random = createRandom(8);
  const beat = recordedBeat(
    trace.map((mv) => mv - OFFSET_MV + 0.2 * random.normal()),
    0.5,
  );
  expect(beat.upstrokeMs).not.toBeNull();

  const model = new ClampModel(observer, {
    ...form,
    prior: BEATING_PRIOR,
    freeScales: [],
    expectedRsCmMs: 0.3,
    fitPrediction: false,
    temperatureC: 37,
    rigPriors: PIPETTE_PRIORS,
  });
  const sigma = observed.map((current, r) => ((observer.bins.sinceJumpMs[r] ?? 0) < 3 ? Infinity : Math.hypot(0.3, 0.03 * current)));
  const settled = new SettledBeat(kernel, beat.features);
  const parts = new BeatParts(
    model.parameters,
    { observed, sigma, simulate: (thetas) => model.simulate(thetas) },
    (theta) => model.cell(theta),
    new FollowedBeat(new HeldBeat(kernel, beat)),
    settled,
  );
  const search = await searchBeating(parts, { random: createRandom(1) });
  const twin = await settleBeat(parts, search, beat.features.cycleLengthMs, {});
  if (!twin) throw new Error('no candidate beats');
  const [row = new Float64Array(0)] = settled.observe([model.cell(twin.minimum.theta)]);
  const [rate = NaN, , apd90 = NaN, mdp = NaN, peak = NaN] = row.map((value, i) => value - (settled.observed[i] ?? NaN));
  // Half the inverse square of the cycle length: 2 % of it are 0.02.
  expect(Math.abs(rate)).toBeLessThan(0.02);
  expect(Math.abs(apd90)).toBeLessThan(0.06);
  expect(Math.abs(mdp)).toBeLessThan(2);
  expect(Math.abs(peak)).toBeLessThan(4);
  expect(twin.residualRatio).toBeLessThan(1.5);
}, 300_000);
