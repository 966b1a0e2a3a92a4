import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';
import { pulseShape } from './pulse-shape.ts';
import type { TestPulse } from './test-pulse.ts';

/** What the fit of a test pulse finds. */
export interface PulseFit {
  readonly holdingPa: number;
  /** Steady current in the pulse less that at holding, pA. */
  readonly steadyPa: number;
  /** Height of the capacitive transient before the filter, pA. */
  readonly transientPa: number;
  readonly tauMs: number;
  /** Residual, SD, pA. */
  readonly residualPa: number;
}

const ITERATIONS = 40;
/** Step of the differences: of log tau, and of the delay in samples. */
const DIFFERENCE = 1e-3;

/**
 * A filter delays and widens a transient that is as short as itself, so two pairs of time constant and delay fit about as well, and the fit
 * ends in that nearer to its start. From a start below so many times 1 / (2 pi corner) that of a test pulse begins at these shares of it
 * too.
 * A step of a recording shows more than a passive cell: there the lesser residual is not the better fit.
 */
const SHORT = 20;
const SHARES = [1, 1 / 2, 1 / 4];

/** Unknowns that the current does not depend on linearly. */
interface Shape {
  readonly logTau: number;
  readonly delayMs: number;
}

/**
 * Least squares of holding current, step, transient, time constant and latency over a whole pulse, with the known output filter in the
 * model: I(t) = holding + steady u(t - d) + transient exp(-(t - d) / tau). In a train the end of the pulse before is fitted with it.
 * The noise is white, so every sample counts alike. Gauss-Newton (Levenberg's damping) from `startMs`; of a test pulse that the filter
 * hides for the most part the best of several starts.
 */
export function fitPulse(pulse: TestPulse, startMs: number): PulseFit {
  const filterMs = pulse.train === true && isFiltered(pulse) ? 1000 / (2 * Math.PI * (pulse.filterHz ?? NaN)) : 0;
  const starts = startMs < SHORT * filterMs ? SHARES.map((share) => share * startMs) : [startMs];
  const fits = starts.map((start) => fitFrom(pulse, start));
  const best = Math.min(...fits.map(({ residualPa }) => residualPa));
  return fits.find(({ residualPa }) => residualPa === best) ?? (fits[0] as PulseFit);
}

function fitFrom(pulse: TestPulse, startMs: number): PulseFit {
  const measured = Float64Array.from(pulse.currentPa);
  const stepMs = 1000 / pulse.sampleRateHz;
  let shape: Shape = { logTau: Math.log(startMs), delayMs: 0 };
  let now = solve(pulse, shape, measured);
  let damping = 1e-3;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const change = step(pulse, shape, now, damping, stepMs);
    const next = change === null ? null : moved(pulse, shape, change, stepMs);
    const tried = next === null ? null : solve(pulse, next, measured);
    if (next === null || tried === null || !(tried.cost <= now.cost)) {
      damping *= 8;
      if (damping > 1e8) break;
      continue;
    }
    const settled = now.cost - tried.cost <= 1e-10 * now.cost;
    shape = next;
    now = tried;
    damping = Math.max(1e-9, damping / 8);
    if (settled) break;
  }
  const [holdingPa = NaN, steadyPa = NaN, transientPa = NaN] = now.heights;
  const residualPa = Math.sqrt(now.cost / Math.max(1, measured.length - 5));
  return { holdingPa, steadyPa, transientPa, tauMs: Math.exp(shape.logTau), residualPa };
}

interface Solved {
  readonly columns: readonly Float64Array[];
  readonly heights: Float64Array;
  readonly residual: Float64Array;
  readonly cost: number;
}

/** The best heights for a shape. */
function solve(pulse: TestPulse, shape: Shape, measured: Float64Array): Solved {
  const columns = columnsOf(pulse, shape);
  const heights = leastSquares(columns, measured) ?? new Float64Array(3).fill(NaN);
  const residual = measured.map((value, k) => value - columns.reduce((sum, column, i) => sum + column[k]! * heights[i]!, 0));
  return { columns, heights, residual, cost: residual.reduce((sum, value) => sum + value * value, 0) };
}

/** Change of log tau and delay that the residual asks for; null where it asks for none that is a number. */
function step(pulse: TestPulse, shape: Shape, now: Solved, damping: number, stepMs: number): { logTau: number; delayMs: number } | null {
  const [, steady = 0, transient = 0] = now.heights;
  const slope = (other: Shape, by: number): Float64Array => {
    const [, u, e] = columnsOf(pulse, other);
    return now.residual.map((_, k) => (steady * (u![k]! - now.columns[1]![k]!) + transient * (e![k]! - now.columns[2]![k]!)) / by);
  };
  const fitsDelay = isFiltered(pulse);
  const slopes = [slope({ ...shape, logTau: shape.logTau + DIFFERENCE }, DIFFERENCE)];
  const byMs = DIFFERENCE * 10 * stepMs;
  if (fitsDelay) slopes.push(slope({ ...shape, delayMs: shape.delayMs + byMs }, byMs));
  const change = leastSquares([...now.columns, ...slopes], now.residual, damping);
  const [logTau = 0, delayMs = 0] = change?.subarray(3) ?? [];
  return Number.isFinite(logTau) && Number.isFinite(delayMs) && change !== null ? { logTau, delayMs } : null;
}

function moved(pulse: TestPulse, shape: Shape, change: Shape, stepMs: number): Shape {
  const most = (pulse.currentPa.length - pulse.pulseStart) * stepMs;
  const bounded = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
  return {
    logTau: bounded(shape.logTau + bounded(change.logTau, -1, 1), Math.log(stepMs / 20), Math.log(2 * most)),
    // Converters and command filters delay by tens of microseconds, never advance by more than a sample.
    delayMs: bounded(shape.delayMs + bounded(change.delayMs, -stepMs, stepMs), -stepMs, 0.3),
  };
}

/** Columns of the linear model: holding, step, transient. */
function columnsOf(pulse: TestPulse, { logTau, delayMs }: Shape): Float64Array[] {
  const { currentPa, pulseStart, sampleRateHz, train } = pulse;
  const filterHz = isFiltered(pulse) ? pulse.filterHz : undefined;
  const tauMs = Math.exp(logTau);
  const whole = currentPa.length;
  const on = (tau: number, samples: number): Float64Array => pulseShape({ tauMs: tau, delayMs, sampleRateHz, samples, filterHz });
  const step = new Float64Array(whole);
  const transient = new Float64Array(whole);
  const [begun, settling] = [on(Infinity, whole - pulseStart), on(tauMs, whole - pulseStart)];
  // What is left of the pulse before: in a repeating train each edge adds to the rest of the one before it.
  const [leftOn, leftOff] = [(whole - pulseStart) / sampleRateHz, pulseStart / sampleRateHz].map((s) => Math.exp((-1000 * s) / tauMs));
  const [onHeight, offHeight] = train ? [(1 - leftOff!) / (1 - leftOn! * leftOff!), (1 - leftOn!) / (1 - leftOn! * leftOff!)] : [1, 0];
  for (let k = pulseStart; k < whole; k++) {
    step[k] = begun[k - pulseStart]!;
    transient[k] = onHeight * settling[k - pulseStart]!;
  }
  if (train) {
    const [ended, recovering] = [on(Infinity, pulseStart), on(tauMs, pulseStart)];
    for (let k = 0; k < pulseStart; k++) {
      step[k] = 1 - ended[k]!;
      transient[k] = -offHeight * recovering[k]!;
    }
    // Until an edge comes through the filter the level before it goes on.
    bridge(transient, pulseStart, settling, -offHeight * Math.exp((-1000 * pulseStart) / sampleRateHz / tauMs), tauMs, sampleRateHz, begun);
    bridge(transient, 0, recovering, onHeight * leftOn!, tauMs, sampleRateHz, ended);
  }
  return [new Float64Array(whole).fill(1), step, transient];
}

/** Adds the rest of the transient before, which the new edge replaces as the filter lets it through. */
function bridge(
  transient: Float64Array,
  from: number,
  edge: Float64Array,
  rest: number,
  tauMs: number,
  sampleRateHz: number,
  through: Float64Array,
): void {
  for (let k = 0; k < edge.length && through[k]! < 0.9999; k++) {
    transient[from + k]! += rest * (1 - through[k]!) * Math.exp((-1000 * k) / sampleRateHz / tauMs);
  }
}

function isFiltered({ filterHz, sampleRateHz }: TestPulse): boolean {
  // A corner far above the sampling rate changes no sample.
  return filterHz !== undefined && filterHz > 0 && filterHz < 2 * sampleRateHz;
}

/** Heights of the columns that come nearest to the values; null for columns that depend on each other. */
function leastSquares(columns: readonly Float64Array[], values: Float64Array, damping = 0): Float64Array | null {
  const n = columns.length;
  const normal = gram(columns);
  for (let i = 0; i < n; i++) normal[i * n + i]! *= 1 + damping;
  const factor = cholesky(normal, n);
  if (factor === null) return null;
  return choleskySolve(
    factor,
    n,
    columns.map((column) => column.reduce((sum, value, k) => sum + value * values[k]!, 0)),
  );
}
