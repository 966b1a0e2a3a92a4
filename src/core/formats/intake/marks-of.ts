import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import type { Intake } from './intake.ts';
import type { Layout } from './lay-out-sweeps.ts';

const MOST_MARKS = 10_000;

/** Where sweeps begin and tags lie in samples [from, to) of a layout, counted from `from` on. */
export function marksOf(recording: ImportedRecording, { places }: Layout, sampleRateHz: number, from: number, to: number): Intake['marks'] {
  const startS = Math.min(...recording.sweeps.map((sweep) => sweep.startS));
  const sweeps = places.length < 2 ? [] : places.map(({ sweep, first }) => ({ sample: first, text: `sweep ${sweep + 1}` }));
  const tags = recording.tags.map(({ timeS, text }) => ({
    sample: Math.round((timeS - startS) * sampleRateHz),
    text: `tag: ${shownText(text, 200)}`,
  }));
  return [...sweeps, ...tags]
    .filter(({ sample }) => sample >= from && sample < to)
    .sort((a, b) => a.sample - b.sample)
    .slice(0, MOST_MARKS)
    .map(({ sample, text }) => ({ sample: sample - from, text }));
}
