import { NEVER_MS, STIMULUS } from './lane-record.ts';
import type { LaneCourse } from './lane-course.ts';
import type { SweepCondition } from './sweep-condition.ts';

/** Times of stimuli in the record, ms. */
export interface RecordedStimuli {
  readonly firstMs: number;
  readonly periodMs: number;
  readonly count: number;
  /** Of the last one of the train, and of S2; null without S2. */
  readonly s2: { readonly lastMs: number; readonly atMs: number } | null;
}

/** The first stimulus is at the start of the settling time. Null for a cell that runs free. */
export function stimuliOf({ paceMs, s2Ms, settleS, seconds }: SweepCondition): RecordedStimuli | null {
  if (paceMs === null) return null;
  const firstMs = Math.ceil((1000 * settleS) / paceMs) * paceMs - 1000 * settleS;
  const room = 1000 * seconds - firstMs;
  const count = Math.floor((s2Ms === null ? room : room - s2Ms - paceMs) / paceMs) + (s2Ms === null ? 0 : 1);
  const lastMs = firstMs + (count - 1) * paceMs;
  return { firstMs, periodMs: paceMs, count, s2: s2Ms === null ? null : { lastMs, atMs: lastMs + s2Ms } };
}

/** After the last stimulus of the train the next one comes at S2, and none after it. Null without S2. */
export function courseOfS2(condition: SweepCondition): LaneCourse | null {
  const s2 = stimuliOf(condition)?.s2 ?? null;
  const { paceMs, s2Ms } = condition;
  if (s2 === null || paceMs === null || s2Ms === null) return null;
  return {
    // Fewer ms than the shortest S2.
    steps: 64,
    start: paceMs,
    wanted: (_, timeMs, now) => {
      if (timeMs > s2.atMs + STIMULUS.durationMs) return NEVER_MS;
      return timeMs > s2.lastMs + STIMULUS.durationMs ? s2Ms : now;
    },
    give: (kernel, _, lane, __, periodMs) => kernel.setLanePeriod(lane, periodMs),
  };
}
