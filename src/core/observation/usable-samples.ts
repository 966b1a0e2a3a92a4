import type { VoltageClampRecording } from '../trace/recording.ts';

/** Samples of a recording that are no observation, by reason; each is counted once. */
export interface LeftOut {
  /** Never recorded: gaps of the rig, empty fields of a file, values that are no numbers. */
  readonly lost: number;
  /** In a run at the end of the range. */
  readonly saturated: number;
  /** By hand. */
  readonly excluded: number;
}

export const NOTHING_LEFT_OUT: LeftOut = { lost: 0, saturated: 0, excluded: 0 };

/** Samples in a row at the very same extreme value that count as saturation, where values do not repeat for another reason. */
const SATURATED_RUN = 4;
/** A quantised current rests on a value; saturation is a run so many times as long as the longest of those. */
const LONGER = 3;

export interface UsableSamples {
  /** pA/pF, one value a sample; NaN where a sample is left out. */
  readonly currentPaPf: Float32Array;
  readonly leftOut: LeftOut;
}

/**
 * The current of a recording without what is no observation.
 * @returns the recording's own samples where nothing is left out
 * @example usableSamples(recording).leftOut.saturated // 37
 */
export function usableSamples({
  currentPaPf,
  sampleRateHz,
  excludedMs = [],
}: Pick<VoltageClampRecording, 'currentPaPf' | 'sampleRateHz' | 'excludedMs'>): UsableSamples {
  const usable = Float32Array.from(currentPaPf);
  const drop = (from: number, to: number): number => {
    let dropped = 0;
    for (let k = Math.max(0, from); k < Math.min(to, usable.length); k++) {
      if (!Number.isNaN(usable[k])) dropped++;
      usable[k] = NaN;
    }
    return dropped;
  };
  let lost = 0;
  usable.forEach((value, k) => {
    if (Number.isFinite(value)) return;
    lost++;
    usable[k] = NaN;
  });
  const saturated = saturatedRuns(usable).reduce((sum, [from, to]) => sum + drop(from, to), 0);
  const excluded = excludedMs.reduce(
    (sum, [fromMs, toMs]) => sum + drop(Math.ceil((fromMs * sampleRateHz) / 1000), Math.floor((toMs * sampleRateHz) / 1000) + 1),
    0,
  );
  const none = lost + saturated + excluded === 0;
  return { currentPaPf: none ? currentPaPf : usable, leftOut: { lost, saturated, excluded } };
}

/** Half-open ranges of samples that sit at the lowest or the highest value of the recording. @param samples NaN where one is left out */
export function saturatedRuns(samples: Float32Array): readonly (readonly [from: number, to: number])[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return [];
  const ends: (readonly [number, number])[] = [];
  let longestWithin = 0;
  for (let from = 0; from < samples.length;) {
    const value = samples[from] as number;
    let to = from + 1;
    while (to < samples.length && samples[to] === value) to++;
    if (value === low || value === high) ends.push([from, to]);
    else longestWithin = Math.max(longestWithin, to - from);
    from = to;
  }
  const least = Math.max(SATURATED_RUN, longestWithin > 1 ? LONGER * longestWithin : 0);
  return ends.filter(([from, to]) => to - from >= least);
}
