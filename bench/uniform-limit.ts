import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { beatingCells } from '../src/core/designer/beating-cells.ts';
import { fisherInformation, posteriorBound, r2Bounds } from '../src/core/designer/information.ts';
import { IDEAL_CLAMP } from '../src/core/designer/score-settings.ts';
import { FINE, SensitivityEngine } from '../src/core/designer/sensitivity-engine.ts';
import { symmetricEigen } from '../src/core/math/eigen.ts';
import { normalCdf, normalQuantile } from '../src/core/math/normal-distribution.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { PRIOR_SD, PRIOR_SPREAD } from '../src/core/population/sample-cells.ts';
import { createRandom, type Random } from '../src/core/random/random.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { kernelPath } from '../src/inference/jobs.ts';
import { round } from './measure.ts';

const CELLS = 16;
const TRUTHS = 8;
const SWEEPS = 1000;

/**
 * Gain in information because multipliers are uniform: the largest mean R2 of 52 from a recording with Gaussian noise, for the same
 * linearised cells, once with a Gaussian prior of the same SD (the limit by which protocols are scored) and once with the uniform prior.
 * The second is the first plus the gain of the posterior mean, by Gibbs sampling along the eigenvectors of the information, over the
 * estimate for Gaussians, whose error depends only on the SD of the prior. Sampling makes the mean worse, never better: the reported
 * gain is rather too small.
 */
export async function benchUniformLimit(): Promise<object> {
  const resources = join(import.meta.dirname, '..', 'resources');
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(resources)));
  const engine = new SensitivityEngine(kernel, IDEAL_CLAMP, FINE);
  const result: Record<string, object> = {};
  for (const id of ['clark2022-rounded', 'twinclamp-10s']) {
    const protocol = parseProtocol(readFileSync(join(resources, 'protocols', `${id}.json`), 'utf8'), id);
    const random = createRandom(1);
    const gaussian: number[] = [];
    const draws: Draw[] = [];
    for (const { index, multipliers } of beatingCells(kernel, random)) {
      const bound = posteriorBound(
        fisherInformation(engine.respond(protocol, engine.hold(multipliers, protocol.holdingMv))),
        engine.priorSd,
      );
      gaussian.push(mean([...r2Bounds(bound, engine.priorSd, DEFAULT_CELL.varied.length)]));
      const { values, vectors } = symmetricEigen(bound.covariance, DEFAULT_CELL.varied.length);
      const information = values.map((variance) => Math.max(0, 1 / variance - 1 / PRIOR_SD ** 2));
      for (let k = 0; k < TRUTHS; k++) draws.push(draw(information, values, vectors, random.fork(index).fork(k)));
      if (gaussian.length === CELLS) break;
    }
    const gains = draws.map(({ linear, best }) => linear - best);
    result[id] = {
      cells: CELLS,
      prior: { gaussian: round(mean(gaussian)), uniform: round(mean(gaussian) + mean(gains)) },
      gain: round(mean(gains), 4),
      standardErrorOfGain: round(sd(gains) / Math.sqrt(gains.length), 4),
      standardErrorOver80Cells: round(sd(draws.map(({ best }) => best)) / Math.sqrt(80), 4),
    };
  }
  return result;
}

/** Mean squared errors over the prior's variance, of the estimate for Gaussians and of the posterior mean. */
interface Draw {
  readonly linear: number;
  readonly best: number;
}

/** One drawn truth and recording; a chain that begins at the truth samples its posterior from the first step. */
function draw(information: Float64Array, variances: Float64Array, vectors: Float64Array, random: Random): Draw {
  const n = information.length;
  const truth = Float64Array.from({ length: n }, () => PRIOR_SPREAD * (2 * random.uniform() - 1));
  const along = (x: Float64Array, k: number): number => x.reduce((sum, value, i) => sum + value * (vectors[i * n + k] as number), 0);
  // Observation of direction k: its value with an error of SD 1 / sqrt(information).
  const seen = Float64Array.from(information, (precision, k) => precision * along(truth, k) + Math.sqrt(precision) * random.normal());
  const x = truth.slice();
  const sum = new Float64Array(n);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < n; k++) {
      let [low, high] = [-Infinity, Infinity];
      for (let i = 0; i < n; i++) {
        const share = vectors[i * n + k] as number;
        const ends = [(-PRIOR_SPREAD - (x[i] as number)) / share, (PRIOR_SPREAD - (x[i] as number)) / share] as const;
        low = Math.max(low, Math.min(...ends));
        high = Math.min(high, Math.max(...ends));
      }
      const precision = information[k] as number;
      const move = truncatedNormal((seen[k] as number) - precision * along(x, k), precision, low, high, random);
      for (let i = 0; i < n; i++)
        x[i] = Math.min(PRIOR_SPREAD, Math.max(-PRIOR_SPREAD, (x[i] as number) + move * (vectors[i * n + k] as number)));
    }
    x.forEach((value, i) => (sum[i] = (sum[i] as number) + value));
  }
  const error = (estimate: (i: number) => number): number => mean([...truth].map((value, i) => (value - estimate(i)) ** 2)) / PRIOR_SD ** 2;
  const linear = seen.map((value, k) => value * (variances[k] as number));
  return {
    linear: error((i) => linear.reduce((total, value, k) => total + value * (vectors[i * n + k] as number), 0)),
    best: error((i) => (sum[i] as number) / SWEEPS),
  };
}

/** A draw from exp(pull t - precision t^2 / 2) between low and high. */
function truncatedNormal(pull: number, precision: number, low: number, high: number, random: Random): number {
  const width = high - low;
  // Practically flat.
  if (precision * width * width < 1e-6 && Math.abs(pull) * width < 1e-3) return low + width * random.uniform();
  const centre = pull / precision;
  const scale = Math.sqrt(precision);
  // In the lower tail, where the distribution function does not run out of digits.
  const side = centre < (low + high) / 2 ? -1 : 1;
  const ends = [side * (low - centre) * scale, side * (high - centre) * scale] as const;
  const [from, to] = [normalCdf(Math.min(...ends)), normalCdf(Math.max(...ends))];
  const z = normalQuantile(Math.max(1e-300, from + (to - from) * random.uniform()));
  return Math.min(high, Math.max(low, centre + (side * z) / scale));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function sd(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
}
