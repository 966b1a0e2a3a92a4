import { Mismatch, mismatch } from './mismatch.ts';
import type { Form, Optional, Schema } from './schema.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function numberWhere(form: Omit<Extract<Form, { kind: 'number' }>, 'kind'>, expected: string): Schema<number> {
  const { integer, low, high, above } = form;
  const good = (value: number): boolean =>
    (!integer || Number.isSafeInteger(value)) &&
    (low === null || value >= low) &&
    (high === null || value <= high) &&
    (above === null || value > above);
  return {
    form: { kind: 'number', ...form },
    check: (value) => (isNumber(value) && good(value) ? value : mismatch(expected, value)),
  };
}
const UNBOUNDED = { integer: false, low: null, high: null, above: null };

/** Neither NaN nor infinite. */
export const number = numberWhere(UNBOUNDED, 'a finite number');
export const integer = numberWhere({ ...UNBOUNDED, integer: true }, 'a whole number');
export const numberFrom = (low: number): Schema<number> => numberWhere({ ...UNBOUNDED, low }, `a number of at least ${low}`);
export const numberAbove = (above: number): Schema<number> => numberWhere({ ...UNBOUNDED, above }, `a number above ${above}`);
export const numberBetween = (low: number, high: number): Schema<number> =>
  numberWhere({ ...UNBOUNDED, low, high }, `a number from ${low} to ${high}`);
export const numberAboveTo = (above: number, high: number): Schema<number> =>
  numberWhere({ ...UNBOUNDED, above, high }, `a number above ${above} and at most ${high}`);
export const integerFrom = (low: number): Schema<number> =>
  numberWhere({ ...UNBOUNDED, integer: true, low }, `a whole number of at least ${low}`);

export const integerBetween = (low: number, high: number): Schema<number> =>
  numberWhere({ ...UNBOUNDED, integer: true, low, high }, `a whole number from ${low} to ${high}`);

export const text: Schema<string> = {
  form: { kind: 'text', shortest: 0, longest: null },
  check: (value) => (typeof value === 'string' ? value : mismatch('text', value)),
};

/** Text of some characters, of which at least one is no blank where `shortest` is above 0. */
export const textOf = (shortest: number, longest: number | null): Schema<string> => ({
  form: { kind: 'text', shortest, longest },
  check: (value) => {
    if (typeof value !== 'string' || (shortest > 0 && (value.length < shortest || value.trim() === ''))) return mismatch('text', value);
    if (longest !== null && value.length > longest)
      throw new Mismatch(`text of at most ${longest} characters`, `${value.length} characters`);
    return value;
  },
});

export const boolean: Schema<boolean> = {
  form: { kind: 'boolean' },
  check: (value) => (typeof value === 'boolean' ? value : mismatch('true or false', value)),
};

export function choice<const Options extends readonly [string, ...string[]]>(...options: Options): Schema<Options[number]> {
  const expected = options.length === 1 ? `"${options[0]}"` : `one of ${options.join(', ')}`;
  return {
    form: { kind: 'choice', options },
    check: (value) => (options.includes(value as string) ? (value as Options[number]) : mismatch(expected, value)),
  };
}

export const nullable = <T>(of: Schema<T>): Schema<T | null> => ({
  form: { kind: 'nullable', of },
  check: (value) => {
    if (value === null) return null;
    try {
      return of.check(value);
    } catch (error) {
      throw error instanceof Mismatch && error.path.length === 0 ? new Mismatch(`${error.expected} or null`, error.got) : error;
    }
  },
});

export const optional = <T>(of: Schema<T>): Optional<T> => ({ ...of, optional: true });

/** [lower end, upper end]. */
export const interval: Schema<readonly [number, number]> = {
  form: { kind: 'interval' },
  check: (value) => {
    if (!Array.isArray(value)) return mismatch('a list', value);
    if (value.length !== 2) return mismatch('2 entries', value);
    const [low, high] = [number.check(value[0]), number.check(value[1])];
    if (low > high) throw new Mismatch('the lower end first', `${low} and ${high}`);
    return [low, high];
  },
};
