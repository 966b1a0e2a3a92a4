import { Mismatch, pathText } from './mismatch.ts';

/** What a schema says, as data: other checkers (the contract's) are made of it. */
export type Form =
  | {
      readonly kind: 'number';
      readonly integer: boolean;
      readonly low: number | null;
      readonly high: number | null;
      readonly above: number | null;
    }
  | { readonly kind: 'text'; readonly shortest: number; readonly longest: number | null }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly [string, ...string[]] }
  | { readonly kind: 'interval' }
  | { readonly kind: 'list'; readonly item: Schema<unknown>; readonly most: number | null }
  | { readonly kind: 'dictionary'; readonly keys: readonly string[] | null; readonly item: Schema<unknown> }
  | { readonly kind: 'record'; readonly fields: Fields }
  | { readonly kind: 'union'; readonly tag: string; readonly members: Readonly<Record<string, Schema<unknown>>> }
  | { readonly kind: 'nullable'; readonly of: Schema<unknown> };

/**
 * What one exchanged thing is. The TypeScript type, the check of a file and the contract's check are all made of this one description:
 * `type Protocol = Of<typeof protocolSchema>`, `checked(protocolSchema, json, 'my.json')`, `zodOf(protocolSchema)`.
 * @example
 * const segment = record({ voltageMv: number, durationMs: numberAbove(0) });
 * type Segment = Of<typeof segment>; // { readonly voltageMv: number; readonly durationMs: number }
 * checked(segment, { voltageMv: 10, durationMs: 5 }, 'segment');
 */
export interface Schema<T> {
  readonly form: Form;
  /** The value, objects with their keys in declared order. @throws Mismatch */
  readonly check: (value: unknown) => T;
}

/** A field of a record that may be absent; it is then left out. */
export interface Optional<T> extends Schema<T> {
  readonly optional: true;
}

export type Fields = Readonly<Record<string, Schema<unknown> | Optional<unknown>>>;

/** The type that a schema describes. */
export type Of<S> = S extends Schema<infer T> ? T : never;

/**
 * @param origin what to call the value in errors, for instance the file's name
 * @throws Error in one sentence with the place, what was expected and what came
 */
export function checked<T>(schema: Schema<T>, value: unknown, origin: string): T {
  try {
    return schema.check(value);
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    throw new Error(`${pathText(cause.path, origin)}: expected ${cause.expected}, got ${cause.got}.`, { cause });
  }
}
