import { VARIED, VARIED_COUNT } from '../../core/cell/parameters.ts';
import { PRIOR_SD } from '../../core/population/sample-cells.ts';
import { createRandom } from '../../core/random/random.ts';
import { analyseBeats } from '../../core/twin/beats.ts';
import { simulateBeat } from '../../core/twin/simulate-beat.ts';
import type { Predictor } from '../network/index.ts';
import { residualFigures } from '../twin/fit-figures.ts';
import type { TwinMaker } from '../twin/twin-maker.ts';
import { conditionMode, conditionRecording, type Condition } from './condition.ts';
import type { ReferenceSet } from './reference-set.ts';

export interface EvaluationRequest {
  readonly set: ReferenceSet;
  readonly condition: Condition;
  readonly cells: number;
  readonly method: 'network' | 'refined';
  readonly seed: number;
  readonly predictor: Predictor | null;
  readonly networkProblem: string | null;
  readonly backend: string | null;
  readonly onCell?: (done: number, total: number) => void;
}

export interface Evaluation {
  readonly n: number;
  readonly r2Mean: number;
  readonly r2Median: number;
  readonly r2: Readonly<Record<string, number>>;
  readonly coverage90: number;
  /** rms of twin minus record over the range of the record, % (medians over cells). */
  readonly currentNrmseMedian: number;
  readonly chi2PerObservationMedian: number;
  readonly ap: {
    readonly cycleLengthErrMedian: number | null;
    readonly cycleLengthErrP90: number | null;
    readonly apd90ErrMedian: number | null;
    readonly apd90ErrP90: number | null;
    readonly mdpErrMedianMv: number | null;
    readonly beatClassAccuracy: number;
    /** Cells that slide on the fCa switch: in the parameters, not in these errors. */
    readonly slidingCells: number;
  };
  readonly secondsPerCellMedian: number;
}

/**
 * Makes twins of reference cells and compares them with the truth. R2 of a parameter is 1 - mean squared error / variance of
 * the prior (0.231^2), as in the information limits it is held against. Errors of cycle length and APD90 are in %.
 */
export async function evaluate(maker: TwinMaker, request: EvaluationRequest): Promise<Evaluation> {
  const { set, condition, method } = request;
  const n = Math.min(request.cells, set.cells);
  const random = createRandom(request.seed);
  const squares = new Float64Array(VARIED_COUNT);
  let covered = 0;
  const nrmse: number[] = [];
  const chi2: number[] = [];
  const seconds: number[] = [];
  const cycleLength: number[] = [];
  const apd90: number[] = [];
  const mdp: number[] = [];
  let sameClass = 0;
  let sliding = 0;
  for (let cell = 0; cell < n; cell++) {
    const recording = conditionRecording(set, cell, condition, random.fork(cell));
    const started = performance.now();
    const posterior = await maker.infer(
      {
        recording, method, mode: conditionMode(condition), seed: request.seed, cellName: `cell ${cell}`, recordingName: `cell ${cell}`,
        recordingCrc32: 0, createdAt: '', program: 'evaluate',
      },
      { predictor: request.predictor, networkProblem: request.networkProblem, backend: request.backend },
    );
    seconds.push((performance.now() - started) / 1000);
    const truth = set.multipliers(cell);
    truth.forEach((value, i) => {
      const { mean, interval90: [low, high] } = posterior.marginals[i] ?? { mean: NaN, interval90: [NaN, NaN] };
      squares[i] = (squares[i] ?? 0) + (mean - value) ** 2;
      if (value >= low && value <= high) covered++;
    });
    const [binned] = posterior.model.simulate([posterior.theta]);
    nrmse.push(binnedNrmse(posterior, recording.currentPaPf, binned));
    chi2.push(posterior.fit.chi2PerSample);
    const own = analyseBeats(set.voltage(cell), set.apDtMs);
    const twin = simulateBeat(posterior.values);
    if (set.slides(cell)) sliding++;
    else {
      if (twin.outcome === own.outcome) sameClass++;
      pushPercent(cycleLength, twin.features.cycleLengthMs, own.features.cycleLengthMs);
      pushPercent(apd90, twin.features.apd90Ms, own.features.apd90Ms);
      if (twin.outcome === 'beating' && twin.features.mdpMv !== null && own.features.mdpMv !== null) mdp.push(Math.abs(twin.features.mdpMv - own.features.mdpMv));
    }
    request.onCell?.(cell + 1, n);
  }
  const r2 = Object.fromEntries(VARIED.map((p, i) => [p.id, 1 - (squares[i] ?? NaN) / n / PRIOR_SD ** 2]));
  const sorted = Object.values(r2).sort((a, b) => a - b);
  return {
    n,
    r2Mean: sorted.reduce((sum, v) => sum + v, 0) / sorted.length,
    r2Median: quantile(sorted, 0.5) ?? NaN,
    r2,
    coverage90: covered / (n * VARIED_COUNT),
    currentNrmseMedian: quantile(nrmse, 0.5) ?? NaN,
    chi2PerObservationMedian: quantile(chi2, 0.5) ?? NaN,
    ap: {
      cycleLengthErrMedian: quantile(cycleLength, 0.5),
      cycleLengthErrP90: quantile(cycleLength, 0.9),
      apd90ErrMedian: quantile(apd90, 0.5),
      apd90ErrP90: quantile(apd90, 0.9),
      mdpErrMedianMv: quantile(mdp, 0.5),
      beatClassAccuracy: sameClass / Math.max(1, n - sliding),
      slidingCells: sliding,
    },
    secondsPerCellMedian: quantile(seconds, 0.5) ?? NaN,
  };
}

/** NRMSE at the bins of the fit, each weighted by its samples. */
export function binnedNrmse(posterior: { model: { bins: { from: Int32Array; to: Int32Array } } }, recorded: Float32Array, binned: Float64Array | undefined): number {
  const { from, to } = posterior.model.bins;
  const expanded = new Float32Array(recorded.length);
  for (let r = 0; r < from.length; r++) expanded.fill(binned?.[r] ?? NaN, from[r], to[r]);
  return residualFigures(recorded, expanded).nrmsePercent;
}

export function pushPercent(list: number[], twin: number | null, own: number | null): void {
  if (twin !== null && own !== null) list.push((100 * Math.abs(twin - own)) / own);
}

export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}
