import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cultureLines,
  cultureOf,
  cultureWords,
  LONGEST_LINE,
  MOST_DAYS,
  MOST_PASSAGES,
  notesBesideCulture,
  type Culture,
} from './culture.ts';

const NONE: Culture = { line: null, passage: null, day: null };
const wtc: Culture = { line: 'WTC-11', passage: 42, day: 31 };

const culture = fc.record({
  line: fc.option(fc.string({ minLength: 1, maxLength: LONGEST_LINE }).filter((text) => /[^\s\u0000-\u001f\u007f]/.test(text))),
  passage: fc.option(fc.nat(MOST_PASSAGES)),
  day: fc.option(fc.nat(MOST_DAYS)),
});

describe('the culture of a cell in the notes of its session', () => {
  it('is read as it was stated, with blanks made one, whatever notes stand beside it', () => {
    fc.assert(
      fc.property(culture, (stated) => {
        const notes = ['Imported from a.csv.', ...cultureLines(stated), 'Seal lost twice.'].join('\n');
        expect(cultureOf(notes)).toEqual({ ...stated, line: stated.line?.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim() ?? null });
        expect(notesBesideCulture(notes)).toBe('Imported from a.csv.\nSeal lost twice.');
      }),
    );
  });

  it.each(['', 'dish 2', 'Passage: many', `Passage: ${MOST_PASSAGES + 1}`, 'Day of differentiation: -3', 'Cell line:  ', 'a Passage: 3'])(
    'is not stated by the notes "%s", which stay notes',
    (notes) => {
      expect(cultureOf(notes)).toEqual(NONE);
      expect(notesBesideCulture(notes)).toBe(notes);
    },
  );

  it('is not stated where merged sessions differ, and both stay notes', () => {
    const notes = [...cultureLines(wtc), ...cultureLines({ ...wtc, day: 35 })].join('\n');
    expect(cultureOf(notes)).toEqual({ ...wtc, day: null });
    expect(notesBesideCulture(notes)).toBe('Day of differentiation: 31\nDay of differentiation: 35');
  });

  it('is said in words, and nothing of what was not stated', () => {
    expect(cultureWords(wtc)).toBe('line WTC-11, passage 42, day 31 of differentiation');
    expect(cultureWords({ ...NONE, day: 8 })).toBe('day 8 of differentiation');
    expect(cultureWords(NONE)).toBe('');
  });
});
