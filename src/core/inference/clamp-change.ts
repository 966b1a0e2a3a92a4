import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { ClampObserver } from '../experiment/clamp-observer.ts';
import type { RecordedAs } from '../experiment/artefacts.ts';
import { normal } from './coordinate.ts';
import { laplace, levenbergMarquardt, type FitParameter, type FitProblem } from './levenberg-marquardt.ts';
import { overcounting } from './residual-correlation.ts';

/** A cell's twin, as its first recording has it. */
export interface ChangedCell {
  readonly cell: ClampedCell;
  readonly recordedAs: RecordedAs;
}

/** What a conductance, or what is common to all, did between two recordings of a cell. */
export interface LogChange {
  readonly channel: string;
  /** Logarithm of after over before, and its SD by the recordings alone. */
  readonly log: number;
  readonly sd: number;
}

/** Conductances that may change by themselves, by the name of their current. */
export const CHANGING = [
  ['IKr', 'ikr.g_Kr'],
  ['ICaL', 'ical.p_CaL'],
  ['If', 'ifunny.g_f'],
  ['Ito', 'scale.Ito'],
  ['IKs', 'iks.g_Ks'],
  ['IK1', 'ik1.g_K1'],
] as const;

/** SDs, before the recordings, of the logarithm of a channel's change, of that common to all, and of what the electrode may have done. */
const SD = { channel: 0.7, runDown: 0.3, leak: 0.7, rsCm: 0.3, offsetMv: 2, offsetPaPf: 0.3, residual: 0.1 } as const;
const STEP = 0.01;
const OTHERS = ['runDown', 'leak', 'rsCm', 'offsetMv', 'offsetPaPf', 'residual'] as const;
const PARAMETERS: readonly FitParameter[] = [...CHANGING.map(() => SD.channel), ...OTHERS.map((id) => SD[id])].map((sd, i) => ({
  id: CHANGING[i]?.[0] ?? OTHERS[i - CHANGING.length] ?? '',
  coordinate: normal(0, sd),
  step: STEP * sd * 5,
  longestMove: 1,
}));
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
): Promise<{ readonly channels: readonly LogChange[]; readonly runDown: LogChange; readonly residual: number }> {
  const simulate = (thetas: readonly Float64Array[]): Float64Array[] => {
    const changed = thetas.map((theta) => changedBy(observer, twin, theta));
    const currents = observer.observe(changed.map(({ cell }) => cell));
    return currents.map((current, k) => asRecorded(current, changed[k]?.recordedAs ?? twin.recordedAs));
  };
  const [own = new Float64Array(0)] = simulate([new Float64Array(PARAMETERS.length)]);
  const observed = after.map((value, r) => (own[r] ?? NaN) + value - (before[r] ?? NaN));
  const problem: FitProblem = { parameters: PARAMETERS, observed, sigma, simulate };
  const first = await levenbergMarquardt(problem, new Float64Array(PARAMETERS.length), FIT);
  // Neighbours in what is left agree: each counts by the share of an independent one that it is.
  const tempered = {
    ...problem,
    sigma: sigma.map((sd) => sd * Math.sqrt(overcounting(problem, first) * Math.max(1, first.chi2 / first.observations))),
  };
  const { theta, covariance, simulated } = laplace(tempered, await levenbergMarquardt(tempered, first.theta, FIT));
  const n = PARAMETERS.length;
  const changeOf = (i: number): LogChange => {
    const { id, coordinate } = PARAMETERS[i] as FitParameter;
    const z = theta[i] ?? NaN;
    return { channel: id, log: coordinate.value(z), sd: Math.abs(coordinate.slope(z)) * Math.sqrt(covariance[i * n + i] ?? NaN) };
  };
  return {
    channels: CHANGING.map((_, i) => changeOf(i)),
    runDown: changeOf(CHANGING.length),
    residual: rms(observed, simulated, sigma),
  };
}

function changedBy({ model }: ClampObserver, { cell, recordedAs }: ChangedCell, theta: Float64Array): ChangedCell {
  const by = (id: string): number => {
    const at = PARAMETERS.findIndex((parameter) => parameter.id === id);
    return PARAMETERS[at]?.coordinate.value(theta[at] ?? NaN) ?? NaN;
  };
  const values = cell.values.slice();
  const scale = (id: string, log: number): void => {
    const at = model.find(id);
    if (at !== undefined) values[at] = (values[at] ?? NaN) * Math.exp(log);
  };
  const conductances = [...model.varied.filter(({ role }) => role === 'conductance'), ...model.scales];
  for (const { id } of conductances) scale(id, by('runDown'));
  for (const [channel, id] of CHANGING) scale(id, by(channel));
  const { artefacts } = cell;
  return {
    cell: {
      ...cell,
      values,
      artefacts: {
        ...artefacts,
        leakNsPf: artefacts.leakNsPf * Math.exp(by('leak')),
        rsCmMs: artefacts.rsCmMs * Math.exp(by('rsCm')),
        offsetMv: artefacts.offsetMv + by('offsetMv'),
        residualCapacitance: artefacts.residualCapacitance + by('residual'),
      },
    },
    recordedAs: { ...recordedAs, offsetPaPf: recordedAs.offsetPaPf + by('offsetPaPf') },
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
