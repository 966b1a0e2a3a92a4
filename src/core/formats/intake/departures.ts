/** A stretch of samples [from, to) in which a voltage is not what the protocol says. */
export interface Departure {
  readonly from: number;
  readonly to: number;
  /** Largest distance in it, mV. */
  readonly mv: number;
}

export interface Departures {
  readonly list: readonly Departure[];
  /** Samples in all of them. */
  readonly samples: number;
  /** Largest distance of the samples that hold, away from edges, mV. */
  readonly largestMv: number;
}

/** Voltages follow a command within this after an edge, s: amplifier, filter and a monitor that lags. */
const EDGE_S = 0.001;
/** And may overshoot by this part of the jump, with series resistance prediction. */
const OVERSHOOT = 0.5;
/** A jump of the command that is an edge, mV. */
const LEAST_EDGE_MV = 0.5;
/** Departures that are listed one by one. */
const MOST_LISTED = 1000;

/**
 * Where a voltage departs from a command: everywhere but just after its edges, where it may lie between the levels. Where it has no value,
 * it does not.
 * @param voltageMv from sample `shift` on it is compared
 * @param offsetMv what the voltage may lie beside the command throughout
 * @param closeMv what it may be off by
 */
export function departuresOf(
  voltageMv: Float32Array,
  commandMv: Float32Array,
  sampleRateHz: number,
  { shift = 0, offsetMv = 0, closeMv }: { shift?: number; offsetMv?: number; closeMv: number },
): Departures {
  const edge = Math.max(2, Math.round(EDGE_S * sampleRateHz));
  const list: Departure[] = [];
  let samples = 0;
  let largestMv = 0;
  let open: { from: number; to: number; mv: number } | null = null;
  // Samples in which the voltage may still be on its way, and between which levels.
  let onItsWay = 0;
  let [low, high] = [0, 0];
  for (let k = 0; k < commandMv.length; k++) {
    const wanted = commandMv[k]! + offsetMv;
    const before = k === 0 ? wanted : commandMv[k - 1]! + offsetMv;
    if (Math.abs(wanted - before) >= LEAST_EDGE_MV) {
      [low, high] =
        onItsWay > 0
          ? [Math.min(low, before, wanted), Math.max(high, before, wanted)]
          : [Math.min(before, wanted), Math.max(before, wanted)];
      onItsWay = edge;
    }
    const value = voltageMv[k + shift]!;
    // One sample ahead of an edge the voltage may have gone already.
    const next = commandMv[Math.min(k + 1, commandMv.length - 1)]! + offsetMv;
    const overshoot = OVERSHOOT * (high - low);
    const off =
      onItsWay > 0
        ? Math.max(0, low - overshoot - value, value - high - overshoot)
        : Math.min(Math.abs(value - wanted), Math.abs(value - next));
    const departs = off > closeMv;
    if (onItsWay > 0) onItsWay--;
    else if (!departs && off > largestMv) largestMv = off;
    if (!departs) {
      open = null;
      continue;
    }
    samples++;
    if (open === null) {
      open = { from: k, to: k + 1, mv: off };
      if (list.length < MOST_LISTED) list.push(open);
    } else {
      open.to = k + 1;
      open.mv = Math.max(open.mv, off);
    }
  }
  return { list, samples, largestMv };
}

/** "from 2.31 s to 2.41 s by up to 34 mV, and in 3 more stretches (33 % of its samples)". @param startS time of sample 0, s */
export function departureWords({ list, samples }: Departures, total: number, sampleRateHz: number, startS = 0): string {
  const longest = [...list].sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (longest === undefined) return 'nowhere';
  const second = (sample: number): string => String(Number((startS + sample / sampleRateHz).toFixed(4)));
  const by = ` by up to ${Number(longest.mv.toPrecision(3))} mV`;
  const share = Number(((100 * samples) / total).toPrecision(2));
  const more = list.length > 1 ? `, and in ${list.length - 1} more ${list.length === 2 ? 'stretch' : 'stretches'}` : '';
  return `from ${second(longest.from)} s to ${second(longest.to)} s${by}${more} (${share} % of its samples)`;
}
