import { describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { besselTaps } from '../amplifier/filter-taps.ts';
import { createRandom } from '../random/random.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { sampleCommand } from '../protocol/protocol.ts';
import { cholesky, choleskyInverse, choleskySolve } from '../math/cholesky.ts';
import { FURTHEST, logNormal, normal, uniform } from './coordinate.ts';
import { symmetricEigen } from '../math/eigen.ts';
import { laplace, levenbergMarquardt, type FitParameter, type FitProblem } from './levenberg-marquardt.ts';
import { marginal } from './marginal.ts';
import { multiStart } from './multi-start.ts';
import { binSigma, readNoise } from '../observation/noise.ts';
import { binRecording, featureBins, FIT_BINS, observationBins } from '../observation/observation-bins.ts';
import { drawPosterior } from './posterior-draws.ts';
import { unidentifiableCombinations, informedBy } from './posterior.ts';

const protocol = libraryProtocol('clark2022-rounded');

describe('observation bins', () => {
  test.each([observationBins(protocol, 10_000, FIT_BINS), featureBins(protocol, 10_000)])(
    'every sample after the hold is in exactly one bin',
    (bins) => {
      expect(bins.from[0]).toBe(1);
      for (let r = 1; r < bins.from.length; r++) expect(bins.from[r]).toBe(bins.to[r - 1]);
      expect(bins.to.at(-1)).toBe(94_552);
    },
  );

  test('bins never straddle a jump of the command', () => {
    const bins = observationBins(protocol, 10_000, FIT_BINS);
    const command = sampleCommand(protocol, 10_000);
    for (let r = 0; r < bins.from.length; r++) {
      const from = bins.from[r] ?? 0;
      const to = (bins.to[r] ?? 0) - 1;
      expect(Math.abs((command[to] ?? 0) - (command[from] ?? 0))).toBeLessThan(2);
    }
  });

  test('a recording that is too short is refused with both lengths', () => {
    const bins = observationBins(protocol, 10_000, FIT_BINS);
    expect(() => binRecording(bins, new Float32Array(50_000))).toThrow(/50000.*94552/);
  });
});

test('noise is read from a record full of currents within 5 %', () => {
  const bins = observationBins(protocol, 10_000, FIT_BINS);
  const random = createRandom(4);
  const command = sampleCommand(protocol, 10_000);
  const record = command.map((mv, k) => 0.05 * mv + Math.sin(k / 400) + 0.3 * random.normal());
  expect(readNoise(bins, record).sd).toBeGreaterThan(0.285);
  expect(readNoise(bins, record).sd).toBeLessThan(0.315);
});

test('blanked bins and the start of the record carry no weight', () => {
  const bins = observationBins(protocol, 10_000, FIT_BINS);
  const sigma = binSigma(bins, new Float64Array(bins.from.length), 0.3, 0.5);
  sigma.forEach((s, r) => {
    if ((bins.sinceJumpMs[r] ?? 0) < 0.5) expect(s).toBe(Infinity);
    else expect(s).toBeLessThan(1);
  });
});

test('the filter passes a constant and delays by 0.067 ms at 5 kHz', () => {
  const taps = besselTaps(5000);
  expect(taps.reduce((sum, tap) => sum + tap.weight, 0)).toBeCloseTo(1, 12);
  expect(taps.reduce((sum, tap) => sum + tap.weight * tap.delayMs, 0)).toBeCloseTo(0.0673, 3);
});

describe('linear algebra', () => {
  const matrix = Float64Array.from([4, 1, 0.5, 1, 3, 0.2, 0.5, 0.2, 2]);
  test('Cholesky solves and inverts', () => {
    const factor = cholesky(matrix, 3);
    if (!factor) throw new Error('not definite');
    const x = choleskySolve(factor, 3, [1, 2, 3]);
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let j = 0; j < 3; j++) sum += (matrix[i * 3 + j] ?? 0) * (x[j] ?? 0);
      expect(sum).toBeCloseTo(i + 1, 12);
    }
    const inverse = choleskyInverse(factor, 3);
    expect((matrix[0] ?? 0) * (inverse[0] ?? 0) + (matrix[1] ?? 0) * (inverse[3] ?? 0) + (matrix[2] ?? 0) * (inverse[6] ?? 0)).toBeCloseTo(
      1,
      12,
    );
  });
  test('a matrix that is not definite has no factor', () => {
    expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBeNull();
  });
  test('eigenvalues keep the trace and diagonalise', () => {
    const { values, vectors } = symmetricEigen(matrix, 3);
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(9, 10);
    const v = [vectors[0] ?? 0, vectors[3] ?? 0, vectors[6] ?? 0];
    expect((matrix[0] ?? 0) * v[0]! + (matrix[1] ?? 0) * v[1]! + (matrix[2] ?? 0) * v[2]!).toBeCloseTo((values[0] ?? 0) * v[0]!, 10);
  });
});

const parameter = (id: string, priorMean = 0, priorSd = 10): FitParameter => ({
  id,
  coordinate: normal(priorMean, priorSd),
  step: 1e-4,
  longestMove: 2,
});

const valuesOf = (problem: FitProblem, theta: Float64Array): number[] =>
  problem.parameters.map((p, i) => p.coordinate.value(theta[i] ?? NaN));

/** y = a exp(-b t): the data identify both parameters. */
function decay(): FitProblem {
  const times = Array.from({ length: 60 }, (_, i) => i / 20);
  const model = (theta: Float64Array): Float64Array => Float64Array.from(times, (t) => (theta[0] ?? 0) * Math.exp(-(theta[1] ?? 0) * t));
  return {
    parameters: [parameter('a'), parameter('b')],
    observed: model(Float64Array.from([3, 1.5])),
    sigma: new Float64Array(times.length).fill(0.01),
    // The prior's SD is 10 and its mean 0.
    simulate: (thetas) => thetas.map((theta) => model(theta.map((z) => 10 * z))),
  };
}

const options = { iterations: 100, tolerance: 1e-10, relativeTolerance: 0 };

describe('Levenberg-Marquardt', () => {
  test('finds the parameters of noiseless data', async () => {
    const problem = decay();
    const fit = await levenbergMarquardt(problem, Float64Array.from([0.1, 0.02]), options);
    const [a, b] = valuesOf(problem, fit.theta);
    expect(a).toBeCloseTo(3, 3);
    expect(b).toBeCloseTo(1.5, 3);
  });

  test('where the data hold no information the posterior is the prior', async () => {
    const problem: FitProblem = {
      parameters: [parameter('identifiable', 0, 1), parameter('unidentifiable', 1, 0.3)],
      observed: Float64Array.from([2, 2, 2]),
      sigma: Float64Array.from([0.1, 0.1, 0.1]),
      simulate: (thetas) => thetas.map((theta) => new Float64Array(3).fill(theta[0] ?? 0)),
    };
    const fit = laplace(problem, await levenbergMarquardt(problem, Float64Array.from([0, 0.5]), options));
    expect(valuesOf(problem, fit.theta)[1]).toBeCloseTo(1, 6);
    expect(fit.covariance[3]).toBeCloseTo(1, 6);
    expect(Math.sqrt(fit.covariance[0] ?? 0)).toBeCloseTo(0.1 / Math.sqrt(3), 3);
  });

  test('walks along a curved valley: Rosenbrock from far out', async () => {
    const problem: FitProblem = {
      parameters: [parameter('x', 0, 1), parameter('y', 0, 1)],
      observed: Float64Array.from([1, 0]),
      sigma: Float64Array.from([1, 1]),
      simulate: (thetas) => thetas.map(([x = 0, y = 0]) => Float64Array.from([1e3 * x, 1e4 * (y - x * x)])),
    };
    const fit = await levenbergMarquardt(problem, Float64Array.from([-1.2, 1]), options);
    expect(fit.theta[0]).toBeCloseTo(0.001, 4);
    expect(fit.theta[1]).toBeCloseTo(0, 4);
  });

  test('can be cancelled between iterations', async () => {
    let iterations = 0;
    const fit = await levenbergMarquardt(decay(), Float64Array.from([0.1, 0.02]), {
      ...options,
      cancelled: () => iterations >= 2,
      onIteration: (i) => void (iterations = i),
    });
    expect(fit.iterations).toBe(2);
  });
});

/** Two minima, the one at +1 a little deeper; a spike no parameter explains. */
const modesAt = (spike: number): FitProblem => ({
  parameters: [{ id: 'x', coordinate: normal(0, 1), step: 1e-5, longestMove: 2 }],
  observed: Float64Array.from([0, 0.05, spike]),
  sigma: Float64Array.from([0.05, 0.06, 0.05]),
  simulate: (thetas) => thetas.map((t) => Float64Array.from([(t[0] ?? 0) ** 2 - 1, 0.05 * (t[0] ?? 0), 0])),
});
const starts = (): Float64Array[] => [Float64Array.from([-1.5]), Float64Array.from([1.5]), Float64Array.from([1.2])];

describe('differences to both sides', () => {
  /**
   * A narrow valley b = 4 a^2, along which only the prior pulls, as the second value hardly informs it; steps of the differences are long
   * against its width.
   */
  const valley: FitProblem = {
    parameters: [
      { ...parameter('a', 0, 1), step: 0.02 },
      { ...parameter('b', 0, 1), step: 0.02 },
    ],
    observed: Float64Array.of(0, 1),
    sigma: Float64Array.of(2e-3, 0.05),
    simulate: (thetas) => thetas.map((t) => Float64Array.of((t[1] ?? 0) - 4 * (t[0] ?? 0) ** 2, t[0] ?? 0)),
  };

  test('reach the end of a narrow valley in less than half of the iterations', async () => {
    const start = Float64Array.of(0, 0);
    const oneSided = await levenbergMarquardt(valley, start, options);
    const central = await levenbergMarquardt(valley, start, { ...options, central: true });
    expect(central.cost).toBeCloseTo(oneSided.cost, 2);
    expect(central.iterations).toBeLessThan(0.5 * oneSided.iterations);
  });
});

describe('several starts', () => {
  test('a minimum with the observed phenotype comes before a lower one without it', async () => {
    const all = { ...options, fewest: 3, most: 3, noiseInflation: () => [] };
    const negative = (thetas: readonly Float64Array[]): boolean[] => thetas.map(([z = 0]) => z < 0);
    expect(
      (await multiStart(modesAt(0), starts(), { ...all, alike: negative })).modes.map((mode) => Math.sign(mode.theta[0] ?? 0)),
    ).toEqual([-1]);
    // Where none has it, the lowest counts.
    expect((await multiStart(modesAt(0), starts(), { ...all, alike: (thetas) => thetas.map(() => false) })).modes[0].theta[0]).toBeCloseTo(
      1,
      2,
    );
  });

  test('the lowest minimum comes first, another one within reach after it', async () => {
    const { modes } = await multiStart(modesAt(0), starts(), { ...options, fewest: 3, most: 3, noiseInflation: () => [] });
    expect(modes[0].theta[0]).toBeCloseTo(1, 2);
    expect(modes.map((mode) => Math.sign(mode.theta[0] ?? 0))).toEqual([1, -1]);
  });

  test('basin hops go on from a minimum to a lower one beside it', async () => {
    const wells = (theta: Float64Array): Float64Array => Float64Array.from([3 * Math.sin(6 * (theta[0] ?? 0)), theta[0] ?? 0]);
    const problem: FitProblem = {
      parameters: [parameter('a', 0, 1)],
      observed: Float64Array.of(3 * Math.sin(6 * 0.8), 0.8),
      sigma: Float64Array.of(3, 0.4),
      simulate: (thetas) => thetas.map(wells),
    };
    const from = [Float64Array.of(-0.6)];
    const alone = await multiStart(problem, from, { ...options, fewest: 1, most: 1, noiseInflation: () => [] });
    const hopped = await multiStart(problem, from, {
      ...options,
      fewest: 1,
      most: 1,
      noiseInflation: () => [],
      basinHops: { chains: 1, most: 60, patience: 60, random: createRandom(2) },
    });
    expect(Math.abs((alone.modes[0].theta[0] ?? 0) - 0.8)).toBeGreaterThan(0.5);
    expect(Math.abs((hopped.modes[0].theta[0] ?? 0) - 0.8)).toBeLessThan(0.2);
  });

  test('several chains of basin hops keep their results, and the reported cost never rises', async () => {
    const reported: number[] = [];
    const counts: number[] = [];
    const onFound = ({ cost }: { readonly cost: number }, fits: number): void => {
      reported.push(cost);
      counts.push(fits);
    };
    const basinHops = { chains: 2, most: 4, patience: 4, random: createRandom(2) };
    const { modes, starts: fits } = await multiStart(modesAt(0), starts(), {
      ...options,
      fewest: 3,
      most: 3,
      noiseInflation: () => [],
      basinHops,
      onFound,
    });
    expect(modes.map((mode) => Math.sign(mode.theta[0] ?? 0)).sort()).toEqual([-1, 1]);
    expect(fits).toBe(11);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    reported.forEach((cost, i) => {
      expect(cost).toBeLessThanOrEqual(reported[Math.max(0, i - 1)] ?? NaN);
    });
  });

  test('a spike far out does not spoil the fit', async () => {
    const { modes } = await multiStart(modesAt(5), starts(), { ...options, fewest: 3, most: 3, noiseInflation: () => [] });
    expect(modes[0].theta[0]).toBeCloseTo(1, 1);
  });
});

describe('draws from the posterior', () => {
  test('continue until enough are accepted or the most allowed are drawn', async () => {
    const problem: FitProblem = {
      parameters: [parameter('a', 0, 1)],
      observed: Float64Array.of(0.2),
      sigma: Float64Array.of(1),
      simulate: (thetas) => thetas.map((theta) => Float64Array.from(theta)),
    };
    const { modes } = await multiStart(problem, [new Float64Array(1)], { ...options, fewest: 1, most: 1, noiseInflation: () => [] });
    const positive = (draws: readonly Float64Array[]): boolean[] => draws.map(([z = 0]) => z > 0);
    const counts: number[] = [];
    const some = await drawPosterior(problem, modes, {
      pairs: 12,
      random: createRandom(3),
      keep: positive,
      most: 60,
      onDraw: (count) => void counts.push(count),
    });
    expect(some.kept).toHaveLength(24);
    expect(some.kept.every(([z = 0]) => z > 0)).toBe(true);
    expect(some.first.some(([z = 0]) => z < 0)).toBe(true);
    expect(some.first).toHaveLength(24);
    expect(some.drawn).toBeGreaterThan(30);
    expect(counts.at(-1)).toBeGreaterThanOrEqual(24);
    const none = await drawPosterior(problem, modes, {
      pairs: 3,
      random: createRandom(3),
      keep: (draws) => draws.map(() => false),
      most: 5,
    });
    expect([none.kept.length, none.first.length, none.drawn]).toEqual([0, 6, 10]);
  });

  test('of a linear model have its mean and covariance', async () => {
    const rows = [
      [1, 0.5],
      [0.3, 2],
      [1, -1],
    ];
    const model = (theta: Float64Array): Float64Array =>
      Float64Array.from(rows, ([a = 0, b = 0]) => a * (theta[0] ?? 0) + b * (theta[1] ?? 0));
    const problem: FitProblem = {
      parameters: [parameter('a', 0, 1), parameter('b', 0, 1)],
      observed: model(Float64Array.from([0.5, -0.4])),
      sigma: Float64Array.from([0.3, 0.6, Infinity]),
      simulate: (thetas) => thetas.map(model),
    };
    const { modes } = await multiStart(problem, [new Float64Array(2)], { ...options, fewest: 1, most: 1, noiseInflation: () => [] });
    const [mode] = modes;
    const { kept: draws } = await drawPosterior(problem, modes, { pairs: 400, random: createRandom(3) });
    for (let i = 0; i < 2; i++) {
      const values = draws.map((draw) => draw[i] ?? NaN);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(mode.theta[i] ?? NaN, 3);
      expect(variance / (mode.covariance[i * 2 + i] ?? NaN)).toBeGreaterThan(0.85);
      expect(variance / (mode.covariance[i * 2 + i] ?? NaN)).toBeLessThan(1.15);
    }
  });

  test('come from every mode, by the mass under it', async () => {
    const { modes, problem } = await multiStart(modesAt(0), starts(), { ...options, fewest: 3, most: 3, noiseInflation: () => [] });
    const { kept: draws } = await drawPosterior(problem, modes, { pairs: 100, random: createRandom(3) });
    const share = draws.filter((draw) => (draw[0] ?? 0) > 0).length / draws.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(1);
  });
});

describe('coordinates', () => {
  test.each([
    ['uniform', uniform(0.6, 1.4), [0.61, 1, 1.3]],
    ['normal', normal(2, 0.5), [1, 2, 3.2]],
    ['log-normal', logNormal(0.2, 1), [0.02, 0.2, 1.5]],
  ] as const)('%s: there and back, with the slope of the value', (_name, coordinate, values) => {
    for (const value of values) {
      const z = coordinate.of(value);
      expect(coordinate.value(z)).toBeCloseTo(value, 5);
      expect((coordinate.value(z + 1e-3) - coordinate.value(z - 1e-3)) / 2e-3 / coordinate.slope(z)).toBeCloseTo(1, 3);
    }
  });

  test('a value outside the prior gives its end, never a number that is not finite', () => {
    expect(uniform(0.6, 1.4).of(2)).toBeCloseTo(FURTHEST, 2);
    expect(logNormal(1, 0.5).of(-1)).toBe(-FURTHEST);
  });

  test('an interval of draws of a uniform prior stays within it and holds 90 %', () => {
    const random = createRandom(8);
    const draws = Array.from({ length: 2000 }, () => random.normal());
    const { interval90, mean } = marginal(uniform(0.6, 1.4), draws);
    expect(interval90[0]).toBeCloseTo(0.64, 2);
    expect(interval90[1]).toBeCloseTo(1.36, 2);
    expect(mean).toBeCloseTo(1, 2);
  });
});

describe('identifiability', () => {
  test('the badge follows the remaining share of the prior', () => {
    expect([0.05, 0.15, 0.22].map((sd) => informedBy(sd, 0.231))).toEqual(['data', 'partly', 'prior']);
  });

  test('a direction that is not identifiable is named by its members', () => {
    const sd = 0.231;
    const covariance = new Float64Array(52 * 52);
    for (let i = 0; i < 52; i++) covariance[i * 52 + i] = 0.01 * sd * sd;
    // Parameters 1 and 3 only as their sum: the difference is not identifiable.
    covariance[1 * 52 + 1] = covariance[3 * 52 + 3] = 0.5 * sd * sd;
    covariance[1 * 52 + 3] = covariance[3 * 52 + 1] = -0.49 * sd * sd;
    const notIdentifiable = unidentifiableCombinations(covariance, 52, sd, DEFAULT_CELL);
    expect(notIdentifiable).toHaveLength(1);
    expect(notIdentifiable[0]).toMatch(/IK1 xK1[13] against IK1 xK1[13]: 99 %/);
  });
});
