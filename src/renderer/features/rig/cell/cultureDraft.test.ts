// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { canRecord, checkRecordForm } from '../recordForm.ts';
import { cultureProblems, cultureWish, EMPTY_CULTURE, keepCulture, keptCulture, type CultureDraft } from './cultureDraft.ts';

const TODAY = '2026-03-14';
const typed: CultureDraft = { line: ' WTC-11 ', passage: '42', day: ' 31', typedOn: TODAY };
const problemsOf = (draft: CultureDraft): (string | null)[] => Object.values(cultureProblems(draft, TODAY));
beforeEach(() => localStorage.clear());

describe('the culture of the next cell', () => {
  it('is what was typed; an empty field is not stated', () => {
    expect(problemsOf(typed)).toEqual([null, null, null]);
    expect(cultureWish(typed)).toEqual({ culture: { line: 'WTC-11', passage: 42, day: 31 } });
    expect(problemsOf(EMPTY_CULTURE)).toEqual([null, null, null]);
    expect(cultureWish(EMPTY_CULTURE)).toEqual({});
    expect(cultureWish({ ...typed, line: ' ' })).toEqual({ culture: { line: null, passage: 42, day: 31 } });
  });

  it.each([
    { line: 'x'.repeat(101) },
    { passage: '4.5' },
    { passage: '-1' },
    { passage: '1001' },
    { day: 'ten' },
    { day: '5001' },
    { typedOn: '2026-03-13' },
  ])('is refused as %j', (wrong) => {
    expect(problemsOf({ ...typed, ...wrong }).filter((problem) => problem !== null)).toHaveLength(1);
  });

  it('is kept for the next cell, the day of differentiation only for the date it was typed on', () => {
    keepCulture(typed);
    expect(keptCulture(TODAY)).toEqual(typed);
    expect(keptCulture('2026-03-15')).toEqual({ ...typed, day: '', typedOn: '' });
  });

  it.each(['{', '1', '{"line":1}'])('is empty where what is kept is none: %s', (text) => {
    localStorage.setItem('rig-culture', text);
    expect(keptCulture(TODAY)).toEqual(EMPTY_CULTURE);
  });

  it('of yesterday keeps a new cell from being recorded, and not the open one', () => {
    const culture = { ...typed, typedOn: '2026-03-13' };
    const form = { port: null, typedPort: '', protocolId: 'a', cellName: 'b', culture, temperatureC: '', spontaneousSeconds: '0' };
    expect(canRecord(checkRecordForm(form, { continues: false, today: TODAY }))).toBe(false);
    expect(canRecord(checkRecordForm(form, { continues: true, today: TODAY }))).toBe(true);
  });
});
