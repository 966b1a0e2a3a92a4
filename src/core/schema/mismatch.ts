import { describeValue } from '../text/describe-value.ts';

/** Where in a value: fields by name, entries by their index from 0. */
export type ValuePath = readonly (string | number)[];

/** A value is not what its schema says. Who reads it makes the sentence of it that fits its file; the message is one for any. */
export class Mismatch extends Error {
  readonly path: ValuePath;
  /** In words: "a number above 0". */
  readonly expected: string;
  readonly got: string;

  constructor(expected: string, got: string, path: ValuePath = []) {
    super(`${pathText(path)}: expected ${expected}, got ${got}.`);
    this.path = path;
    this.expected = expected;
    this.got = got;
  }
}

export function mismatch(expected: string, value: unknown): never {
  throw new Mismatch(expected, describeValue(value));
}

/** The error as it is seen from around the place; any other error as it is. */
export function within(place: string | number, error: unknown): unknown {
  return error instanceof Mismatch ? new Mismatch(error.expected, error.got, [place, ...error.path]) : error;
}

/** @example pathText(['parameters', 0, 'value'], 'twin') === 'twin.parameters[0].value' */
export function pathText(path: ValuePath, origin = ''): string {
  const text = path.reduce<string>((before, part) => before + (typeof part === 'number' ? `[${part}]` : `.${part}`), origin);
  return origin === '' ? text.replace(/^\./, '') || 'value' : text;
}
