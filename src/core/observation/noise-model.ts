import { whiteNoiseSd } from '../math/white-noise.ts';

/** The noise of a recording as it is: its SD, how far neighbouring samples share it, and the step of a quantised current. */
export interface NoiseModel {
  /** Of a sample, pA/pF. */
  readonly sd: number;
  /** Autocorrelation at lags 1, 2, ... samples up to where it ends; empty for white noise. */
  readonly correlation: readonly number[];
  /** Step of a current that is quantised more coarsely than its noise, pA/pF; 0 otherwise. */
  readonly quantum: number;
}

/** Half-open range of samples. */
export type SampleRange = readonly [from: number, to: number];

/** By so much SDs over longer differences exceed the shortest where noise is not white, and by so many over the root of their number. */
const COLOURED = 1.1;
const CHANCE = 5;
/** Differences over twice the time that are larger by less have reached the whole noise. */
const REACHED = 1.05;
/** Longest time over which noise is taken to be correlated, ms: slower things are no noise of an amplifier. */
const LONGEST_MS = 4;
/** Correlations below this are chance. */
const LEAST_CORRELATION = 0.03;
/** Fewest differences that an SD is read from. */
const FEWEST = 200;

/**
 * Reads the noise where the current is slow.
 * @param samples pA/pF; NaN where one is left out
 * @param quiet ranges in which the current changes little within some milliseconds
 * @returns null where there is nothing to read it from
 */
export function noiseModel(samples: ArrayLike<number>, quiet: readonly SampleRange[], sampleRateHz: number): NoiseModel | null {
  const white = whiteNoiseSd(samples, quiet);
  if (white === null) return null;
  const quantum = quantumOf(samples, quiet);
  if (quantum > white) return { sd: quantisedSd(samples, quiet, quantum), correlation: [], quantum };
  let [reach, sd] = [1, white];
  for (const longest = (LONGEST_MS * sampleRateHz) / 1000; 2 * reach <= longest;) {
    const wider = secondDifferenceSd(samples, quiet, 2 * reach);
    if (wider === null || wider.sd < sd * (reach === 1 ? Math.max(COLOURED, 1 + CHANCE / Math.sqrt(wider.count)) : REACHED)) break;
    [reach, sd] = [2 * reach, wider.sd];
  }
  return reach === 1
    ? { sd: white, correlation: [], quantum: 0 }
    : { sd, correlation: correlationOf(samples, quiet, reach, sd), quantum: 0 };
}

/** SD of the noise from second differences over `lag` samples, by their median, if noise that far apart is independent. */
function secondDifferenceSd(samples: ArrayLike<number>, quiet: readonly SampleRange[], lag: number): { sd: number; count: number } | null {
  const sizes: number[] = [];
  for (const [from, to] of whole(quiet, samples.length)) {
    for (let k = from + lag; k < to - lag; k++) {
      const size = Math.abs((samples[k - lag] as number) - 2 * (samples[k] as number) + (samples[k + lag] as number));
      if (Number.isFinite(size)) sizes.push(size);
    }
  }
  if (sizes.length < FEWEST) return null;
  const sorted = Float64Array.from(sizes).sort();
  return { sd: (sorted[sorted.length >> 1] as number) / 0.674_489_75 / Math.sqrt(6), count: sizes.length };
}

/** Quiet bins that touch, joined: a difference over some samples needs a stretch that holds it. */
function whole(quiet: readonly SampleRange[], length: number): SampleRange[] {
  const joined: [number, number][] = [];
  for (const [from, to] of quiet) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.min(to, length);
    else joined.push([from, Math.min(to, length)]);
  }
  return joined;
}

/** From differences of first order: half their mean square is the variance times 1 - correlation. */
function correlationOf(samples: ArrayLike<number>, quiet: readonly SampleRange[], longest: number, sd: number): number[] {
  const stretches = whole(quiet, samples.length);
  const correlation: number[] = [];
  for (let lag = 1; lag <= longest; lag++) {
    const sizes: number[] = [];
    for (const [from, to] of stretches) {
      for (let k = from; k + lag < to; k++) {
        const size = Math.abs((samples[k + lag] as number) - (samples[k] as number));
        if (Number.isFinite(size)) sizes.push(size);
      }
    }
    const sorted = Float64Array.from(sizes).sort();
    const spread = (sorted[sorted.length >> 1] ?? NaN) / 0.674_489_75;
    correlation.push(Math.max(-1, Math.min(1, 1 - (spread / sd) ** 2 / 2)));
  }
  while (correlation.length > 0 && Math.abs(correlation.at(-1) as number) < LEAST_CORRELATION) correlation.pop();
  return correlation;
}

/** Share of the differences that are whole steps where a current is quantised, and how near a step they are. */
const WHOLE_SHARE = 0.98;
const WHOLE_WITHIN = 0.02;

/** Step that differences are multiples of; 0 where there is none. */
function quantumOf(samples: ArrayLike<number>, quiet: readonly SampleRange[]): number {
  const differences: number[] = [];
  let [repeats, step] = [0, Infinity];
  for (const [from, to] of quiet) {
    for (let k = from; k + 1 < Math.min(to, samples.length); k++) {
      const size = Math.abs((samples[k + 1] as number) - (samples[k] as number));
      if (!Number.isFinite(size)) continue;
      // Of float32, a difference below a millionth is rounding.
      if (size <= 1e-6 * Math.abs(samples[k] as number)) repeats++;
      else {
        differences.push(size);
        step = Math.min(step, size);
      }
    }
  }
  if (differences.length === 0 || repeats < differences.length / 10) return 0;
  const wholes = differences.filter((size) => Math.abs(size / step - Math.round(size / step)) < WHOLE_WITHIN).length;
  return wholes >= WHOLE_SHARE * differences.length ? step : 0;
}

/** SD of a sample of a quantised current: a median of its differences is a whole step or none, so the mean square counts. */
function quantisedSd(samples: ArrayLike<number>, quiet: readonly SampleRange[], quantum: number): number {
  let [square, count] = [0, 0];
  for (const [from, to] of quiet) {
    for (let k = Math.max(1, from); k < Math.min(to, samples.length - 1); k++) {
      const bend = (samples[k - 1] as number) - 2 * (samples[k] as number) + (samples[k + 1] as number);
      if (!Number.isFinite(bend)) continue;
      square += bend ** 2;
      count++;
    }
  }
  return Math.max(quantum / Math.sqrt(12), Math.sqrt(square / Math.max(1, count) / 6));
}

/** SD of the mean of `width` samples, pA/pF: correlated noise averages out more slowly, and what a step hides does not at all. */
export function meanSd({ sd, correlation, quantum }: NoiseModel, width: number): number {
  if (correlation.length === 0 && quantum === 0) return sd / Math.sqrt(width);
  let shared = 1;
  for (let lag = 1; lag < Math.min(width, correlation.length + 1); lag++)
    shared += 2 * (1 - lag / width) * (correlation[lag - 1] as number);
  const averaged = sd * Math.sqrt(Math.max(shared, 1 / width) / width);
  return quantum === 0 ? averaged : Math.hypot(averaged, undithered(sd, quantum) * Math.sqrt(1 - 1 / width));
}

/**
 * SD that a mean of `width` samples counts with beside the means of its neighbours, pA/pF. Neighbours share correlated noise: counted with
 * the SD of each mean as if they were independent, a record filtered at a tenth of its rate was worth twice as much as it is. White noise
 * of the same density at low frequencies has this SD; what a filter takes away above its corner it takes from signal and noise alike, so
 * that intervals are right for slow currents and no narrower than they may be for fast ones.
 */
export function countedSd(noise: NoiseModel, width: number): number {
  const { sd, correlation, quantum } = noise;
  if (correlation.length === 0 || quantum !== 0) return meanSd(noise, width);
  const shared = correlation.reduce((sum, value) => sum + 2 * value, 1);
  return Math.max(meanSd(noise, width), sd * Math.sqrt(Math.max(0, shared) / width));
}

/** What noise smaller than a step leaves of its error in a mean (Widrow 1956): its noise dithers by exp(-2 pi^2 (noise / step)^2). */
function undithered(sd: number, quantum: number): number {
  const error = quantum / Math.sqrt(12);
  const analogue = Math.sqrt(Math.max(0, sd ** 2 - error ** 2));
  return error * Math.exp(-2 * (Math.PI * (analogue / quantum)) ** 2);
}
