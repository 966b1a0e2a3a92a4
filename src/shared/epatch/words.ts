/** A signed 32-bit number as two words, the low one first. @throws Error where it does not fit */
export function int32Words(value: number): [number, number] {
  if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff)
    throw new Error(`Expected a whole number of 32 bits, got ${value}. Correct the request.`);
  return [value & 0xffff, (value >>> 16) & 0xffff];
}

/** The signed 32-bit number of two words; missing ones count as 0. */
export function int32Of(words: readonly number[], at: number): number {
  return (words[at] ?? 0) | ((words[at + 1] ?? 0) << 16);
}

export function uint32Of(words: readonly number[], at: number): number {
  return int32Of(words, at) >>> 0;
}
