/**
 * A long answer as the bytes of its JSON, on its way through main, which passes it on without unpacking it. Who packs it has checked it.
 * @example new Packed<SessionSummary[]>(packedBytes(list))
 */
export class Packed<T> {
  readonly bytes: Uint8Array;
  /** Of the type alone: what the bytes hold. */
  declare readonly holds: T;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** UTF-8 of the value's JSON. */
export function packedBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @throws SyntaxError for bytes that are no JSON */
export function unpacked(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}
