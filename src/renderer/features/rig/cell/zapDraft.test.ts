import { describe, expect, test } from 'vitest';
import { USUAL_ZAP } from '../../../../core/amplifier/zap.ts';
import { draftOfZap, zapOfDraft } from './zapDraft.ts';

const OFFER = { levelMv: 2000, longestMs: 20 };

describe('a zap as it is typed', () => {
  test('is what was set', () => {
    expect(zapOfDraft(draftOfZap(USUAL_ZAP), OFFER)).toEqual({ pulse: USUAL_ZAP, problem: null });
    expect(zapOfDraft({ levelMv: '−600', durationMs: '0,2' }, OFFER).pulse).toEqual({ levelMv: -600, durationMs: 0.2 });
  });

  test.each([
    [{ levelMv: '', durationMs: '0.5' }, /mV either way/],
    [{ levelMv: '1600', durationMs: '0.5' }, /up to 1500 mV/],
    [{ levelMv: '800', durationMs: '' }, /0\.02 to 10 ms/],
    [{ levelMv: '800', durationMs: '11' }, /got 11 ms/],
  ])('%o is not taken', (draft, problem) => {
    const typed = zapOfDraft(draft, OFFER);
    expect(typed.pulse).toBeNull();
    expect(typed.problem).toMatch(problem);
  });
});
