import type { z } from 'zod';

/** One field of a request: how to reach it, what it may hold, and values beyond that. */
export interface Field {
  readonly path: readonly (string | number)[];
  /** Why nothing bounds it; null where something does. */
  readonly unbounded: string | null;
  /** Values that must be refused in this place. */
  readonly beyond: readonly unknown[];
}

/** What zod keeps of a schema. */
interface Def {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly rest?: z.ZodType | null;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}
/** One rule of a schema, as .min(), .max() and .regex() leave it. */
interface Rule {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}
interface Bounds {
  readonly least: number;
  readonly most: number;
  /** The least value itself is not allowed. */
  readonly above: boolean;
  readonly pattern: boolean;
}

function parts(schema: z.ZodType): { def: Def; bounds: Bounds } {
  const def = schema._zod.def as unknown as Def & { readonly checks?: readonly { readonly _zod: { readonly def: Rule } }[] };
  const rules = (def.checks ?? []).map((check) => check._zod.def);
  const least = rules.flatMap(({ check, minimum, value }) => (check === 'greater_than' ? (value ?? []) : (minimum ?? [])));
  const most = rules.flatMap(({ check, maximum, value }) => (check === 'less_than' ? (value ?? []) : (maximum ?? [])));
  return {
    def,
    bounds: {
      least: Math.max(-Infinity, ...least),
      most: Math.min(Infinity, ...most),
      above: rules.some(({ check, inclusive }) => check === 'greater_than' && inclusive === false),
      pattern: rules.some(({ check }) => check === 'string_format'),
    },
  };
}

/** A number that no quantity of a workstation reaches; an integer's own bounds do not count as bounds. */
const NUMBER_MOST = 1e15;
const STRING_MOST = 4000;
const LIST_MOST = 4096;

/** All fields of a schema. A kind of schema that is not known here counts as unbounded. */
export function fieldsOf(schema: z.ZodType, path: readonly (string | number)[] = []): Field[] {
  const { def, bounds } = parts(schema);
  const leaf = (unbounded: string | null, beyond: readonly unknown[]): Field[] => [{ path, unbounded, beyond }];
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return fieldsOf(def.innerType as z.ZodType, path);
    case 'void':
      return leaf(null, ['x', 7, {}, []]);
    case 'boolean':
      return leaf(null, ['yes', 1, 'x'.repeat(10_000)]);
    case 'literal':
    case 'enum':
      return leaf(null, ['x'.repeat(10_000), '__proto__', 7]);
    case 'string': {
      const { most } = bounds;
      return leaf(most <= STRING_MOST ? null : `a text of up to ${most} characters`, ['x'.repeat(Math.min(most, 1e5) + 1), 7, null, ['x']]);
    }
    case 'number': {
      const { least, most } = bounds;
      const bounded = Math.abs(least) <= NUMBER_MOST && Math.abs(most) <= NUMBER_MOST;
      return leaf(bounded ? null : `a number from ${least} to ${most}`, [
        NaN,
        Infinity,
        -Infinity,
        1e300,
        -1e300,
        most * 1.01 + 1,
        '7',
        null,
      ]);
    }
    case 'array': {
      const { most } = bounds;
      const element = def.element as z.ZodType;
      const long = Array.from({ length: Math.min(most, LIST_MOST) + 1 }, () => sampleOf(element));
      return [
        ...leaf(most <= LIST_MOST ? null : `a list of up to ${most} entries`, [long, new Array(2e9), 'x', {}]),
        ...fieldsOf(element, [...path, 0]),
      ];
    }
    case 'tuple':
      return def.rest == null ? (def.items ?? []).flatMap((item, i) => fieldsOf(item, [...path, i])) : leaf('a tuple with a rest', []);
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([key, field]) => fieldsOf(field, [...path, key]));
    case 'union':
      // Only the first variant can be reached in a sample; all of them must be bounded.
      return (def.options ?? []).flatMap((option, i) =>
        fieldsOf(option, path).map((field) => (i === 0 ? field : { ...field, beyond: [] })),
      );
    default:
      return leaf(`a schema of type "${def.type}"`, []);
  }
}

/** A value that the schema accepts, with every optional field present. */
export function sampleOf(schema: z.ZodType): unknown {
  const { def, bounds } = parts(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return sampleOf(def.innerType as z.ZodType);
    case 'void':
      return undefined;
    case 'boolean':
      return true;
    case 'literal':
      return def.values?.[0];
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'string':
      // The one pattern of the contract is that of a token.
      return 'a'.repeat(bounds.pattern ? 32 : Math.max(1, bounds.least));
    case 'number':
      return Math.max(bounds.above ? bounds.least + 1 : bounds.least, Math.min(1, bounds.most));
    case 'array':
      return [sampleOf(def.element as z.ZodType)];
    case 'tuple':
      return (def.items ?? []).map(sampleOf);
    case 'object':
      return Object.fromEntries(Object.entries(def.shape ?? {}).map(([key, field]) => [key, sampleOf(field)]));
    case 'union':
      return sampleOf(def.options?.[0] as z.ZodType);
    default:
      throw new Error(`Expected a schema of a known type, got "${def.type}". Teach this test the type, with its bounds.`);
  }
}

/** A copy of a sample with another value in one place. */
export function withValue(sample: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(sample)) return sample.map((entry: unknown, i) => (i === key ? withValue(entry, rest, value) : entry));
  return { ...(sample as object), [key]: withValue((sample as Record<string, unknown>)[key], rest, value) };
}
