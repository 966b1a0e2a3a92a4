import { isCellClamp, whyNotTogether, type CellRecording } from '../../../core/twin/fitted-together.ts';

/** A clamp recording of the cell that may be fitted together with the first. */
export interface ClampChoice {
  readonly recordingId: number;
  /** The one that the twin is drawn over; it is always fitted. */
  readonly isFirst: boolean;
  readonly chosen: boolean;
  /** Why it cannot be chosen, in a sentence; null: it can. */
  readonly whyNot: string | null;
}

/** The clamp recordings of a cell. @param ticked by the operator; what cannot be fitted with the first is not chosen all the same */
export function clampChoices(recordings: readonly CellRecording[], firstId: number, ticked: readonly number[]): ClampChoice[] {
  const first = recordings.find(({ recordingId }) => recordingId === firstId);
  const ofFirst = first === undefined ? null : whyNotTogether(first, first);
  return recordings.filter(isCellClamp).map((recording) => {
    const { recordingId } = recording;
    if (recordingId === firstId) return { recordingId, isFirst: true, chosen: true, whyNot: null };
    const why = first === undefined ? null : whyNotTogether(first, recording);
    const whyNot = ofFirst === null ? why : `Recording ${firstId} cannot be fitted together with others. ${ofFirst}`;
    return { recordingId, isFirst: false, chosen: whyNot === null && ticked.includes(recordingId), whyNot };
  });
}

/** Numbers of the further recordings that are fitted with the first. */
export function togetherOf(choices: readonly ClampChoice[]): number[] {
  return choices.filter(({ chosen, isFirst }) => chosen && !isFirst).map(({ recordingId }) => recordingId);
}

/** @example choiceWords(choices) // 'Recordings 1 and 3 are fitted together: one cell, each with its own electrode.' */
export function choiceWords(choices: readonly ClampChoice[]): string {
  const numbers = choices.filter(({ chosen }) => chosen).map(({ recordingId }) => recordingId);
  if (numbers.length < 2) return 'Tick clamp recordings of this cell to fit them together.';
  const last = numbers.at(-1);
  return `Recordings ${numbers.slice(0, -1).join(', ')} and ${last} are fitted together: one cell, each with its own electrode.`;
}
