/**
 * A long answer as the bytes of its JSON, which main passes on without unpacking it. The sender has checked it.
 * @example new Packed<SessionSummary[]>(packedBytes(list))
 */
export class Packed<T> {
  readonly bytes: Uint8Array;
  /** For the type only: what the bytes hold. */
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
