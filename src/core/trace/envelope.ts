/** Smallest and largest value around each time; equal where the samples themselves are shown. NaN where samples were lost. */
export interface TraceEnvelope {
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly min: Float32Array<ArrayBuffer>;
  readonly max: Float32Array<ArrayBuffer>;
}

/** Samples that one entry of a level stands for in the level below. */
const FOLD = 16;

interface Level {
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** Min/max pyramid of a trace: level 0 is the trace, each level above folds 16 entries into one. */
export interface TracePyramid {
  readonly sampleRateHz: number;
  readonly samples: number;
  readonly levels: readonly Level[];
}

/** @param max largest values, where each entry of the trace already stands for several samples and `trace` has the smallest */
export function buildPyramid(trace: Float32Array, sampleRateHz: number, max = trace): TracePyramid {
  const levels: Level[] = [{ min: trace, max }];
  for (let below = levels[0] as Level; below.min.length > FOLD; below = levels[levels.length - 1] as Level) {
    const n = Math.ceil(below.min.length / FOLD);
    const level = { min: new Float32Array(n), max: new Float32Array(n) };
    for (let i = 0; i < n; i++) {
      const [low, high] = scan(below, i * FOLD, Math.min((i + 1) * FOLD, below.min.length));
      level.min[i] = low;
      level.max[i] = high;
    }
    levels.push(level);
  }
  return { sampleRateHz, samples: trace.length, levels };
}

/**
 * Envelope of the samples between two times (both included, clipped to the trace) in at most `points` points. Sample k lies
 * at k / sampleRateHz; a point that stands for several samples lies in their middle.
 */
export function envelopeBetween(pyramid: TracePyramid, fromMs: number, toMs: number, points: number): TraceEnvelope {
  const { first, end } = samplesBetween(pyramid, fromMs, toMs);
  return envelopeOf(pyramid, first, end, points);
}

/** Samples [first, end) between two times, both included and clipped to the trace. */
export function samplesBetween({ sampleRateHz, samples }: Pick<TracePyramid, 'sampleRateHz' | 'samples'>, fromMs: number, toMs: number) {
  const perMs = sampleRateHz / 1000;
  const first = Math.max(0, Math.ceil(fromMs * perMs - 1e-6));
  const end = Math.min(samples, Math.floor(toMs * perMs + 1e-6) + 1);
  return { first, end: Math.max(first, end) };
}

/** Envelope of entries [first, end) of the lowest level. */
export function envelopeOf(pyramid: TracePyramid, first: number, end: number, points: number): TraceEnvelope {
  const perMs = pyramid.sampleRateHz / 1000;
  const count = end - first;
  const n = Math.min(count, Math.max(1, Math.floor(points)));
  const envelope = { timeMs: new Float64Array(n), min: new Float32Array(n), max: new Float32Array(n) };
  for (let i = 0; i < n; i++) {
    const a = first + Math.floor((i * count) / n);
    const b = first + Math.floor(((i + 1) * count) / n);
    const [low, high] = rangeOf(pyramid, a, b);
    envelope.timeMs[i] = (a + b - 1) / 2 / perMs;
    envelope.min[i] = low;
    envelope.max[i] = high;
  }
  return envelope;
}

/** Min and max of samples [a, b): ragged ends from fine levels, the middle from the coarsest that fits. */
function rangeOf(pyramid: TracePyramid, a: number, b: number): [number, number] {
  let low = NaN;
  let high = NaN;
  const take = (level: Level, from: number, to: number): void => {
    const [l, h] = scan(level, from, to);
    if (!(l >= low)) low = Number.isNaN(l) ? low : l;
    if (!(h <= high)) high = Number.isNaN(h) ? high : h;
  };
  for (const level of pyramid.levels) {
    if (b - a <= 2 * FOLD || level === pyramid.levels[pyramid.levels.length - 1]) {
      take(level, a, b);
      break;
    }
    const innerA = Math.ceil(a / FOLD);
    const innerB = Math.floor(b / FOLD);
    take(level, a, innerA * FOLD);
    take(level, innerB * FOLD, b);
    a = innerA;
    b = innerB;
  }
  return [low, high];
}

/** Skips NaN (lost samples); NaN when nothing else is there. */
function scan(level: Level, from: number, to: number): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < to; i++) {
    const l = level.min[i] as number;
    const h = level.max[i] as number;
    if (l < low) low = l;
    if (h > high) high = h;
  }
  return low <= high ? [low, high] : [NaN, NaN];
}
