import { choice, dictionary, integerBetween, list, nullable, number, numberAbove, optional, record, type Of } from '../schema/index.ts';
import { SWEEP_OUTCOMES } from './sweep-outcome.ts';
import { WASH_BEAT_FEATURES, type WashBeatFeature } from './washed-cell.ts';

/** Bounds of a result: 240 intervals, and beats of 30 minutes. */
const MOST_INTERVALS = 400;
const MOST_BEATS = 20_000;
const MOST_MEMBERS = 20_000;
const MOST_EVENTS = 400;

const spread = record({ median: number, low: number, high: number });
const outcome = choice(...SWEEP_OUTCOMES);
const event = record({ atS: number, nM: number, outcome });
const measure = nullable(number);
const beatFields = Object.fromEntries(WASH_BEAT_FEATURES.map((key) => [key, measure])) as Record<WashBeatFeature, typeof measure>;

/** A wash-in of one cell in one condition, over equal intervals of time. */
export const washResultSchema = record({
  intervalS: numberAbove(0),
  intervals: list(
    record({
      /** Start, s of the record, and concentration in the bath in the middle, nM. */
      fromS: number,
      nM: number,
      /** Share of the cells of the band by what they do. */
      outcomes: dictionary(number),
      /** Median and central 90 % over the cells that have the measure, and its change within each against its own control. */
      features: dictionary(nullable(spread)),
      changes: dictionary(nullable(spread)),
      /** Net charge of each current over the last full cycle, pC/pF; absent in experiments of before. */
      chargesPcPf: optional(dictionary(nullable(spread))),
    }),
    MOST_INTERVALS,
  ),
  /** The twin itself with the published values: every beat, what it does in each interval, and when it begins to do something else. */
  twin: record({
    beats: list(
      record({
        atS: number,
        ...beatFields,
        /** Of its cycle, as in `intervals`; absent in experiments of before. */
        calciumAmplitudeNm: optional(measure),
        calciumDecayMs: optional(measure),
        chargesPcPf: optional(nullable(dictionary(number))),
      }),
      MOST_BEATS,
    ),
    outcomes: list(outcome, MOST_INTERVALS),
    events: list(event, MOST_EVENTS),
  }),
  /** Every cell of the band: places of its outcomes among SWEEP_OUTCOMES, and its events. */
  cells: list(
    record({ outcomes: list(integerBetween(0, SWEEP_OUTCOMES.length - 1), MOST_INTERVALS), events: list(event, MOST_EVENTS) }),
    MOST_MEMBERS,
  ),
  /**
   * Cells that beat at first and stop: how many, of how many, when and at which concentration in the bath, and how many beat at the
   * end.
   */
  stops: record({
    stopped: integerBetween(0, MOST_MEMBERS),
    of: integerBetween(0, MOST_MEMBERS),
    beatAgain: integerBetween(0, MOST_MEMBERS),
    atS: nullable(spread),
    nM: nullable(spread),
  }),
});
export type WashResult = Of<typeof washResultSchema>;
