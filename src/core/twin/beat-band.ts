import { doesBeat } from '../beat/does-beat.ts';
import type { PhenotypeOutcome } from '../beat/phenotype.ts';
import type { ApFeatures } from '../beat/ap-features.ts';
import { LEAD_CYCLES, upstrokeIndex } from '../beat/upstroke-index.ts';
import { spreadSchema, type Spread } from './ensemble-beat.ts';
import { quantile } from '../math/quantile.ts';
import { list, nullable, number, numberFrom, record, type Of } from '../schema/index.ts';

/** Points of a band that are read: far above what is made. */
const MOST_POINTS = 10_000;

/**
 * Central 90 % of what the members of an ensemble do over a beat, in the recorded frame: potentials of each member less the offset of its
 * command, laid over each other at their upstrokes. Of a twin at rest two points, of its resting potential.
 */
export const beatBandSchema = record({
  /** How many members do as the twin does: beat, or rest. */
  members: number,
  /** Time of the first point after the upstroke, ms. */
  fromMs: number,
  dtMs: numberFrom(0),
  /** 5th and 95th percentile, mV. */
  lowMv: list(number, MOST_POINTS),
  highMv: list(number, MOST_POINTS),
  /** Of the same members in the same frame, mV; null where none has it. */
  mdpMv: nullable(spreadSchema),
  peakMv: nullable(spreadSchema),
});
export type BeatBand = Of<typeof beatBandSchema>;

/** A member's spontaneous activity with its trace; null where it was seen to rest before the record began. */
export interface BandMember {
  readonly outcome: PhenotypeOutcome;
  readonly features: ApFeatures;
  readonly dtMs: number;
  readonly voltageMv: ArrayLike<number> | null;
  /** Of the command, mV; 0 under an ideal clamp. */
  readonly offsetMv: number;
}

/** Fewer cells have no range. */
const FEWEST = 4;
const POINTS = 480;
/** What is shown after the upstroke, in cycles of the twin. */
const FOLLOWED_CYCLES = 2;
/** How long a resting potential is shown, ms. */
const REST_MS = 20_000;
/** The band ends where fewer than this share of its members are recorded. */
const LEAST_PRESENT = 0.8;

/** The band of the members that do as the twin does; null where fewer than four do. @param twin as the cell was recorded */
export function beatBand(
  members: readonly BandMember[],
  twin: { readonly outcome: PhenotypeOutcome; readonly features: ApFeatures },
): BeatBand | null {
  const beats = doesBeat(twin);
  const alike = members.filter((member) => member.outcome !== 'diverged' && doesBeat(member) === beats);
  if (alike.length < FEWEST) return null;
  const cycleMs = twin.features.cycleLengthMs;
  return beats && cycleMs !== null ? ofBeats(alike, cycleMs) : ofRest(alike);
}

function ofRest(members: readonly BandMember[]): BeatBand | null {
  const rests = members.flatMap(({ features: { mdpMv }, offsetMv }) => (mdpMv === null ? [] : [mdpMv - offsetMv]));
  if (rests.length < FEWEST) return null;
  const [low, high] = ends(rests);
  return { members: rests.length, fromMs: 0, dtMs: REST_MS, lowMv: [low, low], highMv: [high, high], ...potentialsOf(members) };
}

function ofBeats(members: readonly BandMember[], cycleMs: number): BeatBand | null {
  const seen = members.flatMap(({ voltageMv, ...member }) =>
    voltageMv === null || member.features.cycleLengthMs === null ? [] : [{ ...member, voltageMv }],
  );
  if (seen.length < FEWEST) return null;
  const dtMs = Math.max(1, Math.round(((LEAD_CYCLES + FOLLOWED_CYCLES) * cycleMs) / POINTS));
  const origins = seen.map((member) => upstrokeIndex(member) * member.dtMs);
  const valuesAt = (timeMs: number): number[] =>
    seen.flatMap((member, k) => {
      const value = member.voltageMv[Math.round((timeMs + (origins[k] as number)) / member.dtMs)];
      return value === undefined || !Number.isFinite(value) ? [] : [value - member.offsetMv];
    });
  const isShown = (values: readonly number[]): boolean => values.length >= Math.max(FEWEST, LEAST_PRESENT * seen.length);
  const first = -Math.floor((LEAD_CYCLES * cycleMs) / dtMs);
  const last = Math.floor((FOLLOWED_CYCLES * cycleMs) / dtMs);
  let from = 0;
  while (from > first && isShown(valuesAt((from - 1) * dtMs))) from--;
  const [lowMv, highMv]: [number[], number[]] = [[], []];
  for (let k = from; k <= last; k++) {
    const values = valuesAt(k * dtMs);
    if (!isShown(values)) break;
    const [low, high] = ends(values);
    lowMv.push(low);
    highMv.push(high);
  }
  return lowMv.length < 2 ? null : { members: seen.length, fromMs: from * dtMs, dtMs, lowMv, highMv, ...potentialsOf(seen) };
}

function potentialsOf(members: readonly Pick<BandMember, 'features' | 'offsetMv'>[]): { mdpMv: Spread | null; peakMv: Spread | null } {
  const of = (key: 'mdpMv' | 'peakMv'): Spread | null => {
    const values = members.flatMap(({ features, offsetMv }) => (features[key] === null ? [] : [features[key] - offsetMv]));
    const [median, low, high] = [0.5, 0.05, 0.95].map((share) => quantile(values, share));
    return median == null || low == null || high == null ? null : { median, low, high };
  };
  return { mdpMv: of('mdpMv'), peakMv: of('peakMv') };
}

function ends(values: readonly number[]): [low: number, high: number] {
  const end = (share: number): number => Math.round(100 * (quantile(values, share) ?? NaN)) / 100;
  return [end(0.05), end(0.95)];
}
