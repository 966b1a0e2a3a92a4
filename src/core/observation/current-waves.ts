import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';
import { segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';

/** A slow transient of the current that neither the command nor the relaxation after it explains. */
export interface CurrentWave {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of its middle, outward positive. */
  readonly peakPaPf: number;
  /** Command in its middle. */
  readonly commandMv: number;
}

/** A stretch of the protocol without a jump. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly startMv: number;
  readonly endMv: number;
}

/** Where waves are looked for: calcium moves currents at depolarised levels; a shorter stretch shows no slow transient. */
const LOWEST_MV = -20;
export const SHORTEST_MS = 400;
/** Current before this time after a jump of the command is left to gates, which are as slow as a wave there. */
export const AFTER_JUMP_MS = 150;
const BEFORE_END_MS = 30;
/** Means that the current is looked at in, ms, and how long after the jump the first begins. */
const BIN_MS = 5;
const FIRST_MS = 20;
/** Relaxations that a stretch is taken to hold beside a level and a slope, ms. */
const TIME_CONSTANTS_MS = [5, 20, 80, 300];
/** Lengths of waves from foot to foot that are tried, and the step of their beginning, ms. */
const LENGTHS_MS = [200, 300, 450, 600];
const STEP_MS = 20;
/** A wave has this size at least (pA/pF), this many SDs of it, and so much of its square that no relaxation can follow. */
export const LEAST_PA_PF = 0.3;
const LEAST_SDS = 6;
const LEAST_OWN = 0.2;
const MOST_PER_STRETCH = 4;

/**
 * Slow transients at depolarised levels, of one wave of a cosine from foot to foot, beside a level, a slope and four relaxations. Both are
 * fitted together by least squares; the SD of the wave's size counts neighbours in what is left as the share of an independent one that
 * they are.
 * @param samples pA/pF; NaN where one is left out @returns in the order of time
 */
export function currentWaves(samples: ArrayLike<number>, protocol: Protocol, sampleRateHz: number): CurrentWave[] {
  return stretchesOf(protocol)
    .flatMap((stretch) => wavesIn(stretch, samples, sampleRateHz))
    .sort((a, b) => a.fromMs - b.fromMs);
}

function stretchesOf({ segments }: Protocol): Stretch[] {
  let fromMs = 0;
  const all = segments.map((segment): Stretch => {
    const own = { fromMs, toMs: fromMs + segment.durationMs, startMv: segmentStartMv(segment), endMv: segmentEndMv(segment) };
    fromMs = own.toMs;
    return own;
  });
  return all.filter(({ startMv, endMv, fromMs: from, toMs }) => Math.min(startMv, endMv) >= LOWEST_MV && toMs - from >= SHORTEST_MS);
}

function wavesIn(stretch: Stretch, samples: ArrayLike<number>, sampleRateHz: number): CurrentWave[] {
  const { times, means } = meansOf(stretch, samples, sampleRateHz);
  const length = stretch.toMs - stretch.fromMs;
  if (times.length * BIN_MS < SHORTEST_MS / 2) return [];
  const columns: Float64Array[] = [
    times.map(() => 1),
    times.map((t) => t / length),
    ...TIME_CONSTANTS_MS.map((constant) => times.map((t) => Math.exp(-t / constant))),
  ];
  const found: CurrentWave[] = [];
  while (found.length < MOST_PER_STRETCH) {
    const best = bestWave(columns, times, means, length);
    if (best === null) break;
    columns.push(best.column);
    const middle = best.startMs + best.lengthMs / 2;
    found.push({
      fromMs: stretch.fromMs + best.startMs,
      toMs: stretch.fromMs + best.startMs + best.lengthMs,
      peakPaPf: best.peak,
      commandMv: stretch.startMv + ((stretch.endMv - stretch.startMv) * middle) / length,
    });
  }
  return found;
}

/** Means of 5 ms without a lost sample, by the time since the jump. */
function meansOf(
  { fromMs, toMs }: Stretch,
  samples: ArrayLike<number>,
  sampleRateHz: number,
): { times: Float64Array; means: Float64Array } {
  const perMs = sampleRateHz / 1000;
  const times: number[] = [];
  const means: number[] = [];
  for (let at = fromMs + FIRST_MS; at + BIN_MS <= toMs; at += BIN_MS) {
    const [from, to] = [Math.ceil(at * perMs), Math.min(samples.length, Math.ceil((at + BIN_MS) * perMs))];
    let sum = 0;
    for (let k = from; k < to; k++) sum += samples[k] as number;
    if (!(to > from) || !Number.isFinite(sum)) continue;
    times.push(at + BIN_MS / 2 - fromMs);
    means.push(sum / (to - from));
  }
  return { times: Float64Array.from(times), means: Float64Array.from(means) };
}

interface Candidate {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly column: Float64Array;
  readonly peak: number;
  readonly left: number;
}

/** The wave that leaves least, where it is large enough and stands out; null where none does. */
function bestWave(columns: readonly Float64Array[], times: Float64Array, means: Float64Array, length: number): Candidate | null {
  let best: (Candidate & { readonly stands: boolean }) | null = null;
  for (const lengthMs of LENGTHS_MS) {
    for (let startMs = AFTER_JUMP_MS; startMs + lengthMs <= length - BEFORE_END_MS; startMs += STEP_MS) {
      const column = times.map((t) => waveShape((t - startMs) / lengthMs));
      const fit = fitted([...columns, column], means);
      if (fit === null || (best !== null && fit.left >= best.left)) continue;
      const own = 1 / (fit.variance * column.reduce((sum, x) => sum + x * x, 0));
      const stands = own >= LEAST_OWN && Math.abs(fit.last) >= LEAST_PA_PF && Math.abs(fit.last) >= LEAST_SDS * fit.sd;
      best = { startMs, lengthMs, column, peak: fit.last, left: fit.left, stands };
    }
  }
  return best?.stands === true ? best : null;
}

/** One wave of a cosine from foot to foot, of height 1. @param share of its length, 0 at the first foot */
export function waveShape(share: number): number {
  return share > 0 && share < 1 ? 0.5 * (1 - Math.cos(2 * Math.PI * share)) : 0;
}

interface Fitted {
  /** Coefficient of the last column, its SD, and its variance for observations of variance 1. */
  readonly last: number;
  readonly sd: number;
  readonly variance: number;
  /** Sum of squares that is left. */
  readonly left: number;
}

function fitted(columns: readonly Float64Array[], values: Float64Array): Fitted | null {
  const n = columns.length;
  const factor = cholesky(gram(columns), n);
  if (factor === null || values.length <= n) return null;
  const coefficients = choleskySolve(
    factor,
    n,
    Float64Array.from(columns, (column) => column.reduce((sum, x, i) => sum + x * (values[i] as number), 0)),
  );
  const residual = values.map(
    (value, i) => value - columns.reduce((sum, column, k) => sum + (coefficients[k] as number) * (column[i] as number), 0),
  );
  let [left, neighbours] = [0, 0];
  residual.forEach((value, i) => {
    left += value * value;
    if (i > 0) neighbours += value * (residual[i - 1] as number);
  });
  const unit = Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? 1 : 0));
  const variance = choleskySolve(factor, n, unit)[n - 1] as number;
  const lag1 = Math.min(0.95, Math.max(0, neighbours / left));
  const sd = Math.sqrt(((left / (values.length - n)) * variance * (1 + lag1)) / (1 - lag1));
  return { last: coefficients[n - 1] as number, sd, variance, left };
}
