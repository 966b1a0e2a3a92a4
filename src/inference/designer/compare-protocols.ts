import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import { ClampModel, type ClampSetup } from '../../core/inference/clamp-fit.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import { POPULATION_PRIOR } from '../../core/inference/multiplier-prior.ts';
import { multiStart } from '../../core/inference/multi-start.ts';
import { binSigma } from '../../core/observation/noise.ts';
import { binRecording } from '../../core/observation/observation-bins.ts';
import { startPoints } from '../../core/inference/start-points.ts';
import { PRIOR_SD } from '../../core/population/sample-cells.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { quantile } from '../../core/math/quantile.ts';
import { createRandom } from '../../core/random/random.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import type { TwinBeat } from '../../core/twin/twin.ts';
import type { DesignCell } from './messages.ts';

export interface ComparisonRequest {
  readonly protocols: readonly Protocol[];
  readonly cells: readonly DesignCell[];
  readonly noisePaPf: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Errors of the refinement fit on recordings with one protocol. */
export interface ComparisonResult {
  readonly protocol: string;
  readonly cells: number;
  /** 1 - mean squared error / variance of the prior, mean over parameters. */
  readonly r2Mean: number;
  readonly r2: Readonly<Record<string, number>>;
  /** Root mean square error of each multiplier. */
  readonly error: Readonly<Record<string, number>>;
  readonly chi2Median: number;
  readonly ap: {
    /** Medians of the absolute errors, % and mV; null without beating cells. */
    readonly cycleLengthPercent: number | null;
    readonly apd90Percent: number | null;
    readonly mdpMv: number | null;
    readonly sameOutcome: number;
  };
  readonly secondsPerCell: number;
}

const SAMPLE_RATE_HZ = 10_000;
const HOLD_S = 10;
/** Error of the starting points of refinements, as of a network's answer: R2 of about 0.55. */
const START_SD = 0.67 * PRIOR_SD;
const STARTS = { fewest: 2, most: 4, noiseInflation: () => [10, 3] };

/**
 * Head to head: the same cells, recorded by the reference engine under an ideal clamp with the same noise, fitted from the same
 * starts (as far from the truth as a network's answer) by the refinement fit, under each protocol.
 */
export async function compareProtocols(kernel: PopulationKernel, request: ComparisonRequest): Promise<ComparisonResult[]> {
  const { protocols, cells } = request;
  const truths = cells.map((cell) => simulateBeat(valuesFromMultipliers(cell.multipliers)));
  const results: ComparisonResult[] = [];
  let done = 0;
  const onFitted = (): void => request.onProgress?.(++done, protocols.length * cells.length);
  for (const protocol of protocols) results.push(await compareOn(protocol, kernel, request, truths, onFitted));
  return results;
}

/** The cells under one protocol. */
async function compareOn(
  protocol: Protocol,
  kernel: PopulationKernel,
  request: ComparisonRequest,
  truths: readonly TwinBeat[],
  onFitted: () => void,
): Promise<ComparisonResult> {
  const { cells } = request;
  const setup: ClampSetup = {
    protocol,
    sampleRateHz: SAMPLE_RATE_HZ,
    mode: 'ideal',
    filterHz: null,
    prior: POPULATION_PRIOR,
    temperatureC: PUBLISHED_TEMPERATURE_C,
    freeScales: [],
    fitPrediction: false,
    expectedRsCmMs: null,
  };
  const model = new ClampModel(new ClampObserver(kernel, setup), setup);
  const squares = new Float64Array(DEFAULT_CELL.varied.length);
  const chi2: number[] = [];
  const beats: (readonly [truth: TwinBeat, twin: TwinBeat])[] = [];
  let fitMs = 0;
  for (const [index, { multipliers }] of cells.entries()) {
    const { fit, ms } = await fitCell(model, protocol, multipliers, index, request);
    fitMs += ms;
    const inferred = model.multipliers(fit.theta);
    multipliers.forEach((value, i) => (squares[i] = (squares[i] as number) + ((inferred[i] as number) - value) ** 2));
    chi2.push(fit.chi2 / fit.observations);
    const truth = truths[index];
    if (truth) beats.push([truth, simulateBeat(model.values(fit.theta))]);
    onFitted();
  }
  const meanSquares = squares.map((sum) => sum / cells.length);
  const r2 = meanSquares.map((square) => 1 - square / PRIOR_SD ** 2);
  const byId = (values: Float64Array): Record<string, number> =>
    Object.fromEntries(DEFAULT_CELL.varied.map(({ id }, i) => [id, values[i] as number]));
  return {
    protocol: protocol.id,
    cells: cells.length,
    r2Mean: r2.reduce((sum, value) => sum + value, 0) / DEFAULT_CELL.varied.length,
    r2: byId(r2),
    error: byId(meanSquares.map(Math.sqrt)),
    chi2Median: quantile(chi2, 0.5) ?? NaN,
    ap: apErrors(beats),
    secondsPerCell: fitMs / 1000 / cells.length,
  };
}

/** One cell, recorded and fitted; and the time that the fit took, ms. */
async function fitCell(model: ClampModel, protocol: Protocol, multipliers: Float64Array, index: number, request: ComparisonRequest) {
  const { noisePaPf, seed, signal } = request;
  const random = createRandom(seed).fork(index);
  const noise = random.fork(1);
  const { current } = simulateClamp(valuesFromMultipliers(multipliers), protocol, { holdS: HOLD_S, sampleRateHz: SAMPLE_RATE_HZ });
  const observed = binRecording(
    model.bins,
    current.map((value) => value + noisePaPf * noise.normal()),
  );
  const starting = random.fork(2);
  const guess = {
    mean: multipliers.map((value) => Math.min(1.38, Math.max(0.62, value + START_SD * starting.normal()))),
    sd: new Float64Array(DEFAULT_CELL.varied.length).fill(START_SD),
    nuisance: {},
  };
  const began = performance.now();
  const {
    modes: [fit],
  } = await multiStart(
    model.problem(observed, binSigma(model.bins, observed, noisePaPf, 0)),
    startPoints(model.parameters, guess, random.fork(3)),
    { ...STARTS, iterations: 60, tolerance: 0.05, relativeTolerance: 1e-5, cancelled: () => signal?.aborted === true },
  );
  signal?.throwIfAborted();
  return { fit, ms: performance.now() - began };
}

function apErrors(beats: readonly (readonly [truth: TwinBeat, twin: TwinBeat])[]): ComparisonResult['ap'] {
  const errors = (key: 'cycleLengthMs' | 'apd90Ms' | 'mdpMv', relative: boolean): number | null =>
    quantile(
      beats.flatMap(([truth, twin]) => {
        const real = truth.features[key];
        const made = twin.features[key];
        if (truth.outcome !== 'beating' || real === null || made === null) return [];
        return [Math.abs(made - real) * (relative ? 100 / Math.abs(real) : 1)];
      }),
      0.5,
    );
  return {
    cycleLengthPercent: errors('cycleLengthMs', true),
    apd90Percent: errors('apd90Ms', true),
    mdpMv: errors('mdpMv', false),
    sameOutcome: beats.filter(([truth, twin]) => truth.outcome === twin.outcome).length / beats.length,
  };
}
