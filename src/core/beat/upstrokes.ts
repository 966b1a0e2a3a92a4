import { innerRange } from '../math/inner-range.ts';
import { valueRange, type ValueRange } from '../math/value-range.ts';

/** Range without this share of outermost samples at each end, so that a switching artefact of a few samples does not set it. */
const SWITCHED_SHARE = 0.001;
/** Rises of a smaller share of the rises around them than this are afterdepolarisations, no upstrokes. */
const LEAST_SHARE = 0.4;
/** An upstroke begins after this share of repolarisation; earlier it belongs to the same action potential. */
const REPOLARISED = 0.65;
/** A rise that the record begins or ends in counts when it leaves out no more than this share of its neighbour. */
const BEGUN = 0.35;
/** A rise counts from this share of the least amplitude: a cell that runs down is followed below it. */
const RUN_DOWN = 0.5;

interface Rise {
  readonly lowMv: number;
  readonly highMv: number;
  readonly highAt: number;
  readonly lowAt: number;
}

/**
 * Upstrokes of a free-running trace: the fractional sample index at which the potential rises through the middle of the
 * trace's range, or, where not every beat crosses that (drift, run-down), through the middle of its own rise. A rise counts when it begins
 * after 65 % of repolarisation and has 40 % of its neighbours' height, so that noise and afterdepolarisations do not, and only when the
 * highest (or their mean) reaches the least amplitude.
 * @param trace finite values, mV, without artefacts
 * @param range of the trace: one that does not reach the amplitude is read no further
 */
export function findUpstrokes(
  trace: ArrayLike<number>,
  amplitudeMv: number,
  by: 'mean' | 'highest' = 'highest',
  range: ValueRange = valueRange(trace),
): number[] {
  if (range.high - range.low < amplitudeMv) return [];
  const beats = beatsOf(risesOf(trace, RUN_DOWN * amplitudeMv));
  const heights = beats.map(heightOf);
  const size = by === 'mean' ? heights.reduce((sum, height) => sum + height, 0) / heights.length : Math.max(...heights);
  if (!(size >= amplitudeMv)) return [];
  const { low, high } = innerRange(trace, Math.floor(trace.length * SWITCHED_SHARE));
  if (high - low < amplitudeMv) return [];
  const shared = (low + high) / 2;
  const all = beats.every(({ lowMv, highMv }) => lowMv < low + 0.35 * (high - low) && highMv > low + 0.65 * (high - low));
  return beats.flatMap((rise) => lastCrossing(trace, rise, all ? shared : (rise.lowMv + rise.highMv) / 2));
}

function heightOf({ lowMv, highMv }: Rise): number {
  return highMv - lowMv;
}

/** Rises of at least `leastMv` between turning points that are as far apart. */
function risesOf(trace: ArrayLike<number>, leastMv: number): Rise[] {
  const rises: Rise[] = [];
  let lowAt = 0;
  let highAt = 0;
  let rising = false;
  for (let i = 1; i < trace.length; i++) {
    const here = trace[i] as number;
    if (rising) {
      if (here > (trace[highAt] as number)) highAt = i;
      if ((trace[highAt] as number) - here < leastMv) continue;
      rises.push({ lowMv: trace[lowAt] as number, highMv: trace[highAt] as number, highAt, lowAt });
      rising = false;
      lowAt = i;
    } else {
      if (here <= (trace[lowAt] as number)) lowAt = i;
      if (here - (trace[lowAt] as number) < leastMv) continue;
      rising = true;
      highAt = i;
    }
  }
  if (rising) rises.push({ lowMv: trace[lowAt] as number, highMv: trace[highAt] as number, highAt, lowAt });
  return rises;
}

/** Joins the rises within an action potential, then leaves the small ones out. */
function beatsOf(rises: readonly Rise[]): Rise[] {
  const joined: Rise[] = [];
  for (const rise of rises) {
    const last = joined.at(-1);
    if (last === undefined || last.highMv - rise.lowMv >= REPOLARISED * heightOf(last)) joined.push(rise);
    else if (rise.highMv > last.highMv) joined[joined.length - 1] = { ...last, highMv: rise.highMv, highAt: rise.highAt };
  }
  return joined.filter((rise, i) => {
    const [before, next] = [joined[i - 1], joined[i + 1]];
    if (before === undefined && next !== undefined && rise.lowMv > next.lowMv + BEGUN * heightOf(next)) return false;
    if (next === undefined && before !== undefined && rise.highMv < before.lowMv + (1 - BEGUN) * heightOf(before)) return false;
    const around = Math.max(...[before, next].map((near) => (near === undefined ? 0 : heightOf(near))));
    return heightOf(rise) >= LEAST_SHARE * around;
  });
}

/** The last crossing of the level before the rise first reaches 65 %; none where the trace begins above it. */
function lastCrossing(trace: ArrayLike<number>, { lowAt, highAt, lowMv, highMv }: Rise, levelMv: number): number[] {
  const reachedMv = Math.max(levelMv, lowMv + REPOLARISED * (highMv - lowMv));
  let reached = lowAt;
  while (reached < highAt && (trace[reached] as number) < reachedMv) reached++;
  for (let i = reached; i > lowAt; i--) {
    const before = trace[i - 1] as number;
    const here = trace[i] as number;
    if (before < levelMv && here >= levelMv) return [i - 1 + (levelMv - before) / (here - before)];
  }
  return [];
}
