import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { createRandom } from '../../core/random/random.ts';
import { quantile } from '../../core/math/quantile.ts';
import type { Predictor } from '../network/index.ts';
import type { TwinMaker } from '../twin/twin-maker.ts';
import { conditionMode, conditionRecording, type Condition } from './condition.ts';
import type { ReferenceSet } from './reference-set.ts';
import { TwinErrors } from './twin-errors.ts';

export const EVALUATED_METHODS = ['network-alone', 'network', 'refined'] as const;
export type EvaluatedMethod = (typeof EVALUATED_METHODS)[number];

export interface EvaluationRequest {
  readonly set: ReferenceSet;
  readonly condition: Condition;
  readonly cells: number;
  /** 'network-alone': its answer without the Gauss-Newton correction. */
  readonly method: EvaluatedMethod;
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
  /** The same by parameter: share of the cells whose value is in the interval. */
  readonly coverage: Readonly<Record<string, number>>;
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
    /** Cells that slide on the fCa switch: included in the parameters, not in these errors. */
    readonly slidingCells: number;
  };
  readonly secondsPerCellMedian: number;
}

/**
 * Makes twins of reference cells and compares them with the truth. R2 of a parameter is 1 - mean squared error / variance of
 * the prior (0.231^2), as in the information limits it is compared with. Errors of cycle length and APD90 are in %.
 */
export async function evaluate(maker: TwinMaker, request: EvaluationRequest): Promise<Evaluation> {
  const { set, condition, method } = request;
  const n = Math.min(request.cells, set.cells);
  const random = createRandom(request.seed);
  const errors = new TwinErrors();
  const covered = new Float64Array(DEFAULT_CELL.varied.length);
  const chi2: number[] = [];
  for (let cell = 0; cell < n; cell++) {
    const recording = conditionRecording(set, cell, condition, random.fork(cell));
    const started = performance.now();
    const { marginals, model, theta, fit, simulations } = await maker.infer(
      {
        recording,
        method: method === 'refined' ? method : 'network',
        mode: conditionMode(condition),
        seed: request.seed,
        cellName: `cell ${cell}`,
        recordingName: `cell ${cell}`,
        recordingCrc32: 0,
        createdAt: '',
        program: 'evaluate',
      },
      {
        predictor: request.predictor,
        networkProblem: request.networkProblem,
        backend: request.backend,
        networkAlone: method === 'network-alone',
      },
    );
    const seconds = (performance.now() - started) / 1000;
    set.multipliers(cell).forEach((value, i) => {
      const [low, high] = marginals[i]?.interval90 ?? [NaN, NaN];
      if (value >= low && value <= high) covered[i] = (covered[i] as number) + 1;
    });
    chi2.push(fit.chi2PerSample);
    errors.add(set, cell, recording.currentPaPf, {
      model,
      theta,
      estimates: Float64Array.from(marginals, ({ mean }) => mean),
      seconds,
      simulations,
    });
    request.onCell?.(cell + 1, n);
  }
  const { r2, r2Mean, currentNrmseMedian, secondsMedian, slidingCells, beatClassAccuracy, ...ap } = errors.figures();
  return {
    n,
    r2Mean,
    r2Median: quantile(Object.values(r2), 0.5) ?? NaN,
    r2,
    coverage90: covered.reduce((a, b) => a + b, 0) / (n * DEFAULT_CELL.varied.length),
    coverage: Object.fromEntries(DEFAULT_CELL.varied.map(({ id }, i) => [id, (covered[i] as number) / n])),
    currentNrmseMedian: currentNrmseMedian ?? NaN,
    chi2PerObservationMedian: quantile(chi2, 0.5) ?? NaN,
    ap: {
      cycleLengthErrMedian: ap.cycleLengthErrMedian,
      cycleLengthErrP90: ap.cycleLengthErrP90,
      apd90ErrMedian: ap.apd90ErrMedian,
      apd90ErrP90: ap.apd90ErrP90,
      mdpErrMedianMv: ap.mdpErrMedianMv,
      beatClassAccuracy: beatClassAccuracy ?? 0,
      slidingCells,
    },
    secondsPerCellMedian: secondsMedian ?? NaN,
  };
}
