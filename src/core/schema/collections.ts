import { describeValue } from '../text/describe-value.ts';
import { Mismatch, mismatch, within } from './mismatch.ts';
import type { Fields, Of, Optional, Schema } from './schema.ts';

/**
 * @param most entries; a longer list is not looked through
 * @param expected what it is in words, for errors
 */
export const list = <T>(item: Schema<T>, most: number | null = null, expected = 'a list'): Schema<readonly T[]> => ({
  form: { kind: 'list', item, most },
  check: (value) => {
    if (!Array.isArray(value)) return mismatch(expected, value);
    if (most !== null && value.length > most) throw new Mismatch(`at most ${most} entries`, String(value.length));
    let i = 0;
    try {
      const entries: T[] = [];
      for (; i < value.length; i++) entries.push(item.check(value[i]));
      return entries;
    } catch (error) {
      throw within(i, error);
    }
  },
});

type Flat<T> = { [K in keyof T]: T[K] };
export type RecordOf<F extends Fields> = Flat<
  { readonly [K in keyof F as F[K] extends Optional<unknown> ? never : K]: Of<F[K]> } & {
    readonly [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: Of<F[K]>;
  }
>;

/** A record with its fields, of which others are made: `record({ ...beat.fields, simulated: boolean })`. */
export interface RecordSchema<F extends Fields> extends Schema<RecordOf<F>> {
  readonly fields: F;
}

/**
 * Keys come in the declared order.
 * @param others what is done with fields that are not declared; refused, a misspelt field does not pass as an absent one
 */
export function record<F extends Fields>(fields: F, others: 'refused' | 'left out' = 'refused'): RecordSchema<F> {
  const check = (value: unknown): RecordOf<F> => {
    const given = objectOf(value);
    const unknown = others === 'refused' ? Object.keys(given).find((key) => !Object.hasOwn(fields, key)) : undefined;
    if (unknown !== undefined)
      throw new Mismatch(`only the fields ${Object.keys(fields).join(', ')}`, `the unknown field ${describeValue(unknown)}`);
    const entries: [string, unknown][] = [];
    for (const [key, field] of Object.entries(fields)) {
      const found = Object.hasOwn(given, key) ? given[key] : undefined;
      if (found === undefined && 'optional' in field) continue;
      try {
        entries.push([key, field.check(found)]);
      } catch (error) {
        throw within(key, error);
      }
    }
    return Object.fromEntries(entries) as RecordOf<F>;
  };
  return { form: { kind: 'record', fields }, fields, check };
}

/** An object of any keys whose values all pass. */
export const dictionary = <T>(item: Schema<T>): Schema<Readonly<Record<string, T>>> => ({
  form: { kind: 'dictionary', keys: null, item },
  check: (value) => checkedEntries(objectOf(value), item),
});

/** An object with some of the keys. */
export const partialDictionary = <const K extends readonly [string, ...string[]], T>(
  keys: K,
  item: Schema<T>,
): Schema<Readonly<Partial<Record<K[number], T>>>> => ({
  form: { kind: 'dictionary', keys, item },
  check: (value) => {
    const given = objectOf(value);
    const unknown = Object.keys(given).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw new Mismatch(`only the fields ${keys.join(', ')}`, `the unknown field ${describeValue(unknown)}`);
    return checkedEntries<T>(given, item) as Partial<Record<K[number], T>>;
  },
});

/** One of several records, by the value of one field, which each of them has as a choice of one. */
export function union<Tag extends string, M extends Readonly<Record<string, Schema<unknown>>>>(
  tag: Tag,
  members: M,
): Schema<{ [K in keyof M]: Of<M[K]> }[keyof M]> {
  const names = Object.keys(members).map((name) => `"${name}"`);
  return {
    form: { kind: 'union', tag, members },
    check: (value) => {
      const kind = objectOf(value)[tag];
      const member = typeof kind === 'string' && Object.hasOwn(members, kind) ? members[kind] : undefined;
      if (member === undefined) throw new Mismatch(names.join(' or '), describeValue(kind), [tag]);
      return member.check(value) as Of<M[keyof M]>;
    },
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : mismatch('an object', value);
}

function checkedEntries<T>(given: Readonly<Record<string, unknown>>, item: Schema<T>): Record<string, T> {
  const entries: [string, T][] = [];
  for (const [key, entry] of Object.entries(given)) {
    try {
      entries.push([key, item.check(entry)]);
    } catch (error) {
      throw within(key, error);
    }
  }
  return Object.fromEntries(entries);
}
