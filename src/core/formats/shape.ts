import { describeValue } from '../text/describe-value.ts';

/** Checks a value found at a path and returns it (objects with their keys in declared order), or throws. */
export type Check = (value: unknown, path: string) => unknown;

function fail(path: string, expected: string, value: unknown): never {
  throw new Error(`${path}: expected ${expected}, got ${describeValue(value)}.`);
}

export const finite: Check = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail(path, 'a finite number', value);

/** A finite number from `low` on. */
export const atLeast =
  (low: number): Check =>
  (value, path) =>
    typeof value === 'number' && Number.isFinite(value) && value >= low ? value : fail(path, `a number of at least ${low}`, value);

/** A finite number between two. */
export const between =
  (low: number, high: number): Check =>
  (value, path) =>
    typeof value === 'number' && value >= low && value <= high ? value : fail(path, `a number from ${low} to ${high}`, value);

export const finiteOrNull: Check = (value, path) => (value === null ? null : finite(value, path));

export const text: Check = (value, path) => (typeof value === 'string' ? value : fail(path, 'text', value));

export const textOrNull: Check = (value, path) => (value === null ? null : text(value, path));

export const fixed =
  (expected: string): Check =>
  (value, path) =>
    value === expected ? value : fail(path, `"${expected}"`, value);

export const choice =
  (...options: readonly string[]): Check =>
  (value, path) =>
    options.includes(value as string) ? value : fail(path, `one of ${options.join(', ')}`, value);

export const array =
  (item: Check, length?: number): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return fail(path, 'a list', value);
    if (length !== undefined && value.length !== length) return fail(path, `${length} entries`, value);
    return value.map((entry, i) => item(entry, `${path}[${i}]`));
  };

export const bool: Check = (value, path) => (typeof value === 'boolean' ? value : fail(path, 'true or false', value));

/** A field of a record that may be absent; it is then left out. */
const OPTIONAL = new WeakSet<Check>();
export const optional = (check: Check): Check => {
  const optionalCheck: Check = (value, path) => (value === undefined ? undefined : check(value, path));
  OPTIONAL.add(optionalCheck);
  return optionalCheck;
};

/** Unknown keys are refused: a misspelt field must not pass as an absent one. */
export const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object', value);
    const unknown = Object.keys(value).find((key) => !(key in fields));
    if (unknown !== undefined)
      throw new Error(`${path}: unknown field ${describeValue(unknown)}. Expected ${Object.keys(fields).join(', ')}.`);
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([key, check]) => given[key] !== undefined || !OPTIONAL.has(check))
        .map(([key, check]) => [key, check(given[key], `${path}.${key}`)]),
    );
  };

/** An object of any keys whose values all pass the check. */
export const dictionary =
  (item: Check): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, item(entry, `${path}.${key}`)]));
  };
