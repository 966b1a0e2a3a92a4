import type { ObservationBins } from './observation-bins.ts';

/**
 * A recording of any rate at the samples that bins of another rate take: the mean of what lies around a sample where the recording is
 * finer, the line between two samples where it is coarser. Nothing is taken across a jump of the command: there, and where a sample was
 * lost or the record ends, it is NaN.
 * @param samples at `sampleRateHz`, NaN where one was lost
 * @returns sample k at k / bins.sampleRateHz; of the same rate the samples themselves
 */
export function resampled(bins: ObservationBins, samples: ArrayLike<number>, sampleRateHz: number): ArrayLike<number> {
  if (sampleRateHz === bins.sampleRateHz) return samples;
  const ratio = sampleRateHz / bins.sampleRateHz;
  const length = bins.to.at(-1) ?? 0;
  const out = new Float64Array(length).fill(NaN);
  const jumps = jumpsOf(bins);
  let stretch = 0;
  for (let k = 1; k < length; k++) {
    while (stretch + 1 < jumps.length && k > (jumps[stretch + 1] as number) + EDGE) stretch++;
    // Of the recording, in its own samples. The one on an edge belongs to what ends there.
    const begins = (jumps[stretch] as number) * ratio + EDGE;
    const ends = (jumps[stretch + 1] ?? Infinity) * ratio + EDGE;
    out[k] = ratio >= FINER ? meanAround(samples, k * ratio, ratio / 2, begins, ends) : between(samples, k * ratio, begins, ends);
  }
  return out;
}

/** From this many samples of the record to one of the bins their mean is taken; of fewer it would be now of one, now of two. */
const FINER = 2;
/** Rounding of times, in samples. */
const EDGE = 1e-6;

/** Jumps of the command in samples of the bins, the start of the record first. */
function jumpsOf({ from, sinceJumpMs, sampleRateHz }: ObservationBins): number[] {
  const jumps: number[] = [];
  from.forEach((first, r) => {
    const at = first - ((sinceJumpMs[r] as number) * sampleRateHz) / 1000;
    if (jumps.length === 0 || at > (jumps.at(-1) as number) + EDGE) jumps.push(at);
  });
  return jumps;
}

function meanAround(samples: ArrayLike<number>, centre: number, half: number, begins: number, ends: number): number {
  let [sum, count] = [0, 0];
  const first = Math.max(Math.ceil(centre - half), Math.floor(begins) + 1);
  for (let j = first; j < centre + half && j <= ends && j < samples.length; j++) {
    sum += samples[j] as number;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

function between(samples: ArrayLike<number>, at: number, begins: number, ends: number): number {
  const low = Math.floor(at + EDGE);
  const share = Math.max(0, at - low);
  if (low > ends) return NaN;
  const here = low > begins || begins <= EDGE ? (samples[low] ?? NaN) : NaN;
  if (share <= EDGE) return here;
  return low + 1 > ends ? NaN : here + share * ((samples[low + 1] ?? NaN) - here);
}

/** White noise of a sample as samples of the other rate would have it, so that it is the same in means over a time. */
export function noiseAtRate(noise: number, fromHz: number, toHz: number): number {
  return noise * Math.sqrt(toHz / fromHz);
}
