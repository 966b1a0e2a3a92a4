import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correctedCulture,
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

describe('a culture that is corrected', () => {
  const notes = ['patched at noon', ...cultureLines(wtc)].join('\n');
  const at = '2026-11-30T10:00:00Z';

  it('states what is new, keeps the rest, and says what was before', () => {
    const corrected = correctedCulture(notes, { passage: 43, day: null }, at);
    expect(cultureOf(corrected)).toEqual({ line: 'WTC-11', passage: 43, day: null });
    expect(notesBesideCulture(corrected)).toBe('patched at noon\nCorrected on 2026-11-30, was passage 42, day 31 of differentiation.');
    expect(cultureOf(correctedCulture('', wtc, at))).toEqual(wtc);
    expect(correctedCulture('', { line: 'WTC-11' }, at)).toBe('Cell line: WTC-11');
  });

  it('is what was said last, however often', () => {
    fc.assert(
      fc.property(fc.array(culture, { minLength: 1, maxLength: 4 }), (said) => {
        const after = said.reduce((text, one) => correctedCulture(text, one, at), notes);
        expect(cultureOf(after)).toEqual(cultureOf(cultureLines(said.at(-1)!).join('\n')));
        expect(after).toMatch(/^patched at noon/);
      }),
    );
  });
});
