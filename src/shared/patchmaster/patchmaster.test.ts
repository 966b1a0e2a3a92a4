import { describe, expect, it } from 'vitest';
import { answersText, batchText, epcCommands, epcDifference, epcQuestions, readAnswers, readBatch, readEpcState } from './index.ts';

/** The formats of ../shared/rig/PROTOCOLS.md, P4. */
describe('batch files', () => {
  it('begin with their mark and eight digits, and end with a blank line', () => {
    expect(batchText(7, ['GetEpcParams-1 Mode', 'Set E Ampl1 TRUE'])).toBe('-00000007\nGetEpcParams-1 Mode\nSet E Ampl1 TRUE\n\n');
    expect(() => batchText(100_000_000, ['a'])).toThrow(/Expected an index/);
    expect(() => batchText(1, ['a\nb'])).toThrow(/one line/);
  });

  it('are read once they are ready', () => {
    expect(readBatch('-00000007\nA\n\n')).toBeNull();
    expect(readBatch('+00000007\nA\n\n')).toEqual({ index: 7, lines: ['A'] });
    expect(readBatch('')).toBeNull();
    expect(readAnswers(answersText(7, ['a', 'b']))).toEqual({ index: 7, lines: ['a', 'b'] });
    expect(readAnswers('+00000007\r\na\r\n')).toEqual({ index: 7, lines: ['a'] });
    expect(readAnswers('error')).toBeNull();
  });
});

describe('an EPC', () => {
  const answers = ['VC', '0.020mV/pA', '2.00400E+07', 'VmonX10', 'CC0.1pA', '0.100'].map((value) => `GetEpcParams-1 ${value}`);
  const state = readEpcState(answers);

  it('reports its state in the units of the program', () => {
    expect(epcQuestions(2)[0]).toBe('GetEpcParams-2 Mode');
    expect(state).toEqual({
      mode: 'VC',
      gainMvPa: 0.02,
      realisedGainMvPa: 0.02004,
      voltageGain: 10,
      commandGainPaV: 100,
      externalMvV: 100,
    });
    expect(() => readEpcState(answers.slice(1))).toThrow(/Mode/);
    expect(() => readEpcState(answers.map((answer, i) => (i === 4 ? 'GetEpcParams-1 error' : answer)))).toThrow(/CCGain/);
  });

  it('is changed by the numbers of its lists', () => {
    expect(epcCommands(1, { mode: 'CC', gainMvPa: 50, commandGainPaV: 1000, externalMvV: 20 })).toEqual([
      'Set E Ampl1 TRUE',
      'Set E Mode 4',
      'Set E Gain 14',
      'Set E CCGain 1',
      'Set E ExtScale 0.02',
    ]);
    expect(() => epcCommands(1, { gainMvPa: 3 })).toThrow(/^Expected a gain of 0.005, .* mV\/pA, got 3\./);
  });

  it('that is not as it was to be says what differs', () => {
    expect(epcDifference(state, { mode: 'VC', gainMvPa: 0.02 })).toBeNull();
    expect(epcDifference(state, { mode: 'CC' })).toBe('mode CC, PatchMaster reports VC');
    expect(epcDifference(state, { externalMvV: 0 })).toBe('an external command of 0 mV/V, PatchMaster reports 100');
  });
});
