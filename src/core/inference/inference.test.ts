import { describe, expect, test } from 'vitest';
import { besselTaps } from '../amplifier/filter-taps.ts';
import { createRandom } from '../random/random.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { sampleCommand } from '../protocol/protocol.ts';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';
import { symmetricEigen } from './eigen.ts';
import { levenbergMarquardt, type FitParameter, type FitProblem } from './levenberg-marquardt.ts';
import { multiStart } from './multi-start.ts';
import { binSigma, estimateNoise } from './noise.ts';
import { binRecording, FEATURE_BINS, FIT_BINS, observationBins } from './observation-bins.ts';
import { darkCombinations, toldBy, truncatedInterval } from './posterior.ts';

const protocol = libraryProtocol('clark2022-rounded');

describe('observation bins', () => {
  test.each([FIT_BINS, FEATURE_BINS])('every sample after the hold is in exactly one bin', (options) => {
    const bins = observationBins(protocol, 10_000, options);
    expect(bins.from[0]).toBe(1);
    for (let r = 1; r < bins.from.length; r++) expect(bins.from[r]).toBe(bins.to[r - 1]);
    expect(bins.to.at(-1)).toBe(94_552);
  });

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
  expect(estimateNoise(bins, record)).toBeGreaterThan(0.285);
  expect(estimateNoise(bins, record)).toBeLessThan(0.315);
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
    expect((matrix[0] ?? 0) * (inverse[0] ?? 0) + (matrix[1] ?? 0) * (inverse[3] ?? 0) + (matrix[2] ?? 0) * (inverse[6] ?? 0)).toBeCloseTo(1, 12);
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

const parameter = (id: string, priorMean = 0, priorSd = 10): FitParameter => ({ id, priorMean, priorSd, low: -20, high: 20, step: 1e-4, longestMove: 2 });

/** y = a exp(-b t): two parameters told by data. */
function decay(): FitProblem {
  const times = Array.from({ length: 60 }, (_, i) => i / 20);
  const model = (theta: Float64Array): Float64Array => Float64Array.from(times, (t) => (theta[0] ?? 0) * Math.exp(-(theta[1] ?? 0) * t));
  return {
    parameters: [parameter('a'), parameter('b')],
    observed: model(Float64Array.from([3, 1.5])),
    sigma: new Float64Array(times.length).fill(0.01),
    simulate: (thetas) => thetas.map(model),
  };
}

const options = { iterations: 100, tolerance: 1e-10, relativeTolerance: 0 };

describe('Levenberg-Marquardt', () => {
  test('finds the parameters of noiseless data', async () => {
    const fit = await levenbergMarquardt(decay(), Float64Array.from([1, 0.2]), options);
    expect(fit.theta[0]).toBeCloseTo(3, 3);
    expect(fit.theta[1]).toBeCloseTo(1.5, 3);
  });

  test('where data say nothing the posterior is the prior', async () => {
    const problem: FitProblem = {
      parameters: [parameter('told'), parameter('dark', 1, 0.3)],
      observed: Float64Array.from([2, 2, 2]),
      sigma: Float64Array.from([0.1, 0.1, 0.1]),
      simulate: (thetas) => thetas.map((theta) => new Float64Array(3).fill(theta[0] ?? 0)),
    };
    const fit = await levenbergMarquardt(problem, Float64Array.from([0, 0.5]), options);
    expect(fit.theta[1]).toBeCloseTo(1, 6);
    expect(Math.sqrt(fit.covariance[3] ?? 0)).toBeCloseTo(0.3, 6);
    expect(Math.sqrt(fit.covariance[0] ?? 0)).toBeCloseTo(0.1 / Math.sqrt(3), 3);
  });

  test('stays within bounds', async () => {
    const problem = { ...decay(), parameters: [{ ...parameter('a'), high: 2 }, parameter('b')] };
    const fit = await levenbergMarquardt(problem, Float64Array.from([1, 1]), options);
    expect(fit.theta[0]).toBeLessThanOrEqual(2);
  });

  test('can be cancelled between iterations', async () => {
    let iterations = 0;
    const fit = await levenbergMarquardt(decay(), Float64Array.from([1, 0.2]), { ...options, cancelled: () => iterations >= 2, onIteration: (i) => void (iterations = i) });
    expect(fit.iterations).toBe(2);
  });
});

describe('several starts', () => {
  /** Two minima, the one at +1 deeper; a spike no parameter explains. */
  const hills = (spike: number): FitProblem => ({
    parameters: [{ ...parameter('x'), low: -2, high: 2, step: 1e-5 }],
    observed: Float64Array.from([0, 0.05, spike]),
    sigma: Float64Array.from([0.05, 0.05, 0.05]),
    simulate: (thetas) => thetas.map((t) => Float64Array.from([(t[0] ?? 0) ** 2 - 1, 0.05 * (t[0] ?? 0), 0])),
  });
  const starts = (): Float64Array[] => [Float64Array.from([-1.5]), Float64Array.from([1.5]), Float64Array.from([1.2])];

  test('the lowest minimum wins, and the other widens the posterior', async () => {
    const alone = await levenbergMarquardt(hills(0), Float64Array.from([1.5]), options);
    const fit = await multiStart(hills(0), starts(), { ...options, fewest: 3, most: 3, bluntSigma: null });
    expect(fit.theta[0]).toBeCloseTo(1, 2);
    expect(fit.covariance[0] ?? 0).toBeGreaterThan(2 * (alone.covariance[0] ?? 0));
  });

  test('a spike far out does not spoil the fit', async () => {
    const fit = await multiStart(hills(5), starts(), { ...options, fewest: 3, most: 3, bluntSigma: null });
    expect(fit.theta[0]).toBeCloseTo(1, 1);
  });
});

describe('what is told', () => {
  test('badges follow the share of the prior left', () => {
    expect([0.05, 0.15, 0.22].map((sd) => toldBy(sd, 0.231))).toEqual(['data', 'partly', 'prior']);
  });

  test('intervals hold 90 % and stay within the bounds', () => {
    const [low, high] = truncatedInterval(1, 0.05, [0.5, 1.5]);
    expect(low).toBeCloseTo(1 - 1.645 * 0.05, 3);
    expect(high).toBeCloseTo(1 + 1.645 * 0.05, 3);
    const [lowest, highest] = truncatedInterval(1.45, 0.5, [0.5, 1.5]);
    expect(lowest).toBeGreaterThan(0.5);
    expect(highest).toBeLessThan(1.5);
  });

  test('a direction left dark is named by its members', () => {
    const sd = 0.231;
    const covariance = new Float64Array(52 * 52);
    for (let i = 0; i < 52; i++) covariance[i * 52 + i] = 0.01 * sd * sd;
    // Parameters 1 and 3 only as their sum: the difference is dark.
    covariance[1 * 52 + 1] = covariance[3 * 52 + 3] = 0.5 * sd * sd;
    covariance[1 * 52 + 3] = covariance[3 * 52 + 1] = -0.49 * sd * sd;
    const dark = darkCombinations(covariance, 52, sd);
    expect(dark).toHaveLength(1);
    expect(dark[0]).toMatch(/ik1\.xK1[13] against ik1\.xK1[13]: 99 %/);
  });
});
