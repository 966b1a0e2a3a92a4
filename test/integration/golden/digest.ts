import { createHash } from 'node:crypto';

/** What a golden case is compared by: all its numbers to the last bit, and some of them to read. */
export interface Golden {
  readonly count: number;
  readonly sha256: string;
  readonly some: readonly (number | null)[];
}

/** Numbers shown of a case. */
const SHOWN = 8;

export function goldenOf(value: unknown): Golden {
  const numbers: number[] = [];
  collect(value, numbers);
  const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
  const stride = Math.max(1, Math.floor(numbers.length / SHOWN));
  return {
    count: numbers.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    some: Array.from({ length: Math.min(SHOWN, numbers.length) }, (_, i) => numbers[i * stride] ?? NaN).map((one) =>
      Number.isFinite(one) ? one : null,
    ),
  };
}

/** Every number inside, by sorted keys: names and texts may change, numbers must not. */
function collect(value: unknown, into: number[]): void {
  if (typeof value === 'number') into.push(value);
  else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) for (const one of value as Float64Array) into.push(one);
  else if (Array.isArray(value)) for (const one of value as unknown[]) collect(one, into);
  else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value).sort()) collect((value as Record<string, unknown>)[key], into);
  }
}
