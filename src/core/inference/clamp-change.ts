import type { ClampObserver } from '../experiment/clamp-observer.ts';
import type { RecordedAs } from '../experiment/artefacts.ts';
import { CHANGES, CHANGING, changedCell, type ChangedCell } from './changed-cell.ts';
import { laplace, levenbergMarquardt, type FitParameter, type FitProblem, type FitResult } from './levenberg-marquardt.ts';
import { overcounting } from './residual-correlation.ts';

/** What a conductance, or what is common to all, did between two recordings of a cell. */
export interface LogChange {
  readonly channel: string;
  /** Logarithm of after over before, and its SD by the recordings alone. */
  readonly log: number;
  readonly sd: number;
}

/** The change of a cell between two recordings. */
export interface ClampChange {
  readonly channels: readonly LogChange[];
  readonly runDown: LogChange;
  /** All that changed, coordinates of CHANGES with covariance. */
  readonly fit: FitResult;
  /** rms of the difference that the changes leave, pA/pF. */
  readonly residual: number;
}

const FIT = { iterations: 25, tolerance: 0.05, relativeTolerance: 1e-4 };

/**
 * What changed in a cell between two recordings of one protocol: the difference of the two currents is fitted by what changes of single
 * conductances, a run-down common to all, and changes of seal and electrode would make of the twin's own current. What the model misses of
 * both recordings alike falls out of the difference.
 * @param before, after means of the observer's bins, pA/pF
 * @param sigma SD of each difference; Infinity leaves it out
 */
export async function clampChange(
  observer: ClampObserver,
  twin: ChangedCell,
  before: Float64Array,
  after: Float64Array,
  sigma: Float64Array,
): Promise<ClampChange> {
  const simulate = (thetas: readonly Float64Array[]): Float64Array[] => {
    const changed = thetas.map((theta) => changedCell(observer.model, twin, theta));
    const currents = observer.observe(changed.map(({ cell }) => cell));
    return currents.map((current, k) => asRecorded(current, changed[k]?.recordedAs ?? twin.recordedAs));
  };
  const [own = new Float64Array(0)] = simulate([new Float64Array(CHANGES.length)]);
  const observed = after.map((value, r) => (own[r] ?? NaN) + value - (before[r] ?? NaN));
  const problem: FitProblem = { parameters: CHANGES, observed, sigma, simulate };
  const first = await levenbergMarquardt(problem, new Float64Array(CHANGES.length), FIT);
  // Neighbours in what is left agree: each counts by the share of an independent one that it is.
  const tempered = {
    ...problem,
    sigma: sigma.map((sd) => sd * Math.sqrt(overcounting(problem, first) * Math.max(1, first.chi2 / first.observations))),
  };
  const fit = laplace(tempered, await levenbergMarquardt(tempered, first.theta, FIT));
  const { theta, covariance, simulated } = fit;
  const n = CHANGES.length;
  const changeOf = (i: number): LogChange => {
    const { id, coordinate } = CHANGES[i] as FitParameter;
    const z = theta[i] ?? NaN;
    return { channel: id, log: coordinate.value(z), sd: Math.abs(coordinate.slope(z)) * Math.sqrt(covariance[i * n + i] ?? NaN) };
  };
  return {
    channels: CHANGING.map((_, i) => changeOf(i)),
    runDown: changeOf(CHANGING.length),
    fit,
    residual: rms(observed, simulated, sigma),
  };
}

function asRecorded(current: Float64Array, { capacitanceRatio, offsetPaPf }: RecordedAs): Float64Array {
  return current.map((value) => capacitanceRatio * value + offsetPaPf);
}

function rms(observed: Float64Array, simulated: Float64Array, sigma: Float64Array): number {
  let [sum, count] = [0, 0];
  observed.forEach((value, r) => {
    if (!Number.isFinite(sigma[r])) return;
    sum += (value - (simulated[r] ?? NaN)) ** 2;
    count++;
  });
  return Math.sqrt(sum / count);
}
