import type { SweepOutcome } from './sweep-outcome.ts';

/** Words of stored experiments of before, and what they are called now: the same as of a cell without a drug. */
const FORMER: Readonly<Record<string, SweepOutcome>> = {
  'arrest, depolarised': 'depolarised',
  'arrest, polarised': 'quiescent',
  oscillation: 'oscillating',
};
const FIELDS: readonly string[] = ['outcome', 'outcomes'];

/**
 * Results of a stored experiment with the outcomes in today's words: values of `outcome` and `outcomes`, and the keys of their shares.
 * @param results as they come from JSON, not yet checked
 */
export function withTodaysOutcomes(results: unknown): unknown {
  if (typeof results !== 'object' || results === null) return results;
  // Traces are long lists of numbers.
  if (Array.isArray(results)) return typeof results[0] === 'object' ? results.map(withTodaysOutcomes) : (results as unknown);
  return Object.fromEntries(
    Object.entries(results).map(([key, value]) => [key, FIELDS.includes(key) ? renamed(value) : withTodaysOutcomes(value)]),
  );
}

function renamed(value: unknown): unknown {
  if (typeof value === 'string') return today(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(renamed);
  return Object.fromEntries(Object.entries(value).map(([key, share]) => [today(key), share as unknown]));
}

function today(word: string): string {
  return Object.hasOwn(FORMER, word) ? (FORMER[word] ?? word) : word;
}
