import { readFileSync } from 'node:fs';
import { ratesOf, readEasyMl } from '../../src/core/formats/export/model/read-back.testing.ts';
import type { RateCase } from '../../src/core/formats/export/model/cases.testing.ts';

/** Rates of the EasyML file, parsed back, against those expected: the worst relative difference and the states. */
export function easyMlDifference(file: string, expectedFile: string): { readonly worst: number; readonly states: number } {
  const { states, cases } = JSON.parse(readFileSync(expectedFile, 'utf8')) as { states: string[]; cases: RateCase[] };
  const read = readEasyMl(readFileSync(file, 'utf8'));
  let worst = 0;
  let compared = 0;
  for (const { parameters, timeMs, state, rates } of cases) {
    // The stimulus is the simulation's.
    if ('stim_amplitude' in parameters && timeMs < 3105) continue;
    compared++;
    const values = new Map<string, number>([...Object.entries(parameters), ['t', timeMs]]);
    states.forEach((name, k) => values.set(name, state[k] ?? NaN));
    ratesOf(read, states, values).forEach((rate, k) => {
      const expected = rates[k] ?? NaN;
      worst = Math.max(worst, Math.abs(rate - expected) / Math.max(Math.abs(expected), 1e-30));
    });
  }
  return { worst, states: compared };
}
