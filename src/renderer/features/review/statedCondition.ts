import { CORRECTABLE, type Correctable } from '../../../core/trace/correction.ts';

/** A condition out of its field; empty: not stated. */
export function statedCondition(key: Correctable, text: string): { readonly value: number | null; readonly problem: string | null } {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return { value: null, problem: null };
  const { low, high, unit } = CORRECTABLE[key];
  const value = Number(plain);
  return value >= low && value <= high
    ? { value, problem: null }
    : { value: null, problem: `Expected ${low} to ${high} ${unit}, or nothing.` };
}
