import { reversedCurrent } from './current-sign.ts';
import { extremes } from './extremes.ts';
import type { ImportedFile, ImportedRecording } from './imported.ts';
import { shownText } from './shown-text.ts';
import { siUnit, type Quantity } from './si-unit.ts';

/** Largest plausible signals of a patched cell, in SI units, with words for them. */
const BOUNDS: Partial<Record<Quantity, { readonly most: number; readonly words: string; readonly unit: string; readonly per: number }>> = {
  voltage: { most: 1, words: 'a membrane potential or command stays within 1000 mV', unit: 'mV', per: 1e3 },
  current: { most: 1e-6, words: 'currents of a patched cell stay below 1,000,000 pA', unit: 'pA', per: 1e12 },
  'current density': { most: 1e5, words: 'current densities stay below 100,000 pA/pF', unit: 'pA/pF', per: 1 },
};
/** Below this largest value a current has a wrong scale, or nothing was recorded: a converter step is about 0.03 pA. */
const LEAST_CURRENT_A = 1e-15;

/** Sentences on signals whose scale cannot be what the unit says. */
export function plausibilityNotes(file: ImportedFile): string[] {
  return file.recordings.flatMap((recording) => {
    const reversed = reversedCurrent(recording);
    return [...recording.channels.flatMap((_, i) => channelNotes(recording, i)), ...(reversed === null ? [] : [reversed])];
  });
}

function channelNotes(recording: ImportedRecording, index: number): string[] {
  const { name, unit } = recording.channels[index]!;
  const called = shownText(name, 40);
  const { min, max, notFinite, samples } = extremes(recording.sweeps.map(({ data }) => data[index]!));
  const notes: string[] = [];
  if (notFinite > 0) notes.push(`Channel "${called}" holds ${notFinite} of ${samples} values that are no number.`);
  const si = siUnit(unit);
  if (si === null) {
    if (unit.trim() === '' && samples > 0)
      notes.push(`Channel "${called}" has no unit in the file; enter it before the recording is used.`);
    return notes;
  }
  const size = Math.max(Math.abs(min), Math.abs(max)) * si.factor;
  const bound = BOUNDS[si.quantity];
  if (bound !== undefined && size > bound.most) {
    notes.push(
      `Channel "${called}" reaches ${Number((size * bound.per).toPrecision(4)).toLocaleString('en-US')} ${bound.unit} in its ` +
        `unit "${unit}"; ${bound.words}, so its unit or gain is probably wrong.`,
    );
  }
  if (si.quantity === 'current' && size > 0 && size < LEAST_CURRENT_A) {
    notes.push(
      `Channel "${called}" stays below ${(size * 1e12).toPrecision(2)} pA in its unit "${unit}"; its unit or gain is probably wrong.`,
    );
  }
  return notes;
}
