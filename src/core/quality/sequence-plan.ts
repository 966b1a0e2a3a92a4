import { boolean, integerBetween, list, numberBetween, record, type Of } from '../schema/index.ts';
import { bathSchema, type Bath } from './bath.ts';

const sequenceStepSchema = record({
  bath: bathSchema,
  /** From the change of the bath to the first recording, s. */
  waitS: numberBetween(0, 3600),
  recordings: integerBetween(1, 100),
});

/** Recordings of one cell in one bath after another, without a hand. */
export const sequencePlanSchema = record({
  steps: list(sequenceStepSchema, 20),
  /** From the start of a recording to the start of the next, s; a longer recording is not cut. */
  everyS: numberBetween(0, 3600),
  /** Begin no further recording once a limit of the cell has failed. */
  stopOnFail: boolean,
});
export type SequencePlan = Of<typeof sequencePlanSchema>;

export interface PlannedRecording {
  /** Counted from 1, as is its place in its step. */
  readonly step: number;
  readonly ofStep: number;
  readonly bath: Bath;
  /** From the change of the bath on, s; null: the bath is that of the recording before. */
  readonly waitS: number | null;
}

/**
 * Every recording of a plan in its order.
 * @throws Error where a plan has no step, or a step with drug names none
 */
export function plannedRecordings({ steps }: SequencePlan): PlannedRecording[] {
  if (steps.length === 0) throw new Error('Expected a sequence of one step or more, got none. Add a step.');
  return steps.flatMap(({ bath, waitS, recordings }, i) => {
    if (bath.phase === 'drug' && (bath.drug === null || bath.concentrationNm === null))
      throw new Error(`Step ${i + 1}: expected a drug and its concentration, one is missing. State both, or make the step a control.`);
    return Array.from({ length: recordings }, (_, k) => ({ step: i + 1, ofStep: k + 1, bath, waitS: k === 0 ? waitS : null }));
  });
}

/** When a recording may begin, ms of the clock of both times. */
export function dueMs(everyS: number, waitS: number | null, lastBeganMs: number | null, bathChangedMs: number): number {
  const byRate = lastBeganMs === null ? -Infinity : lastBeganMs + everyS * 1000;
  return waitS === null ? byRate : Math.max(byRate, bathChangedMs + waitS * 1000);
}
