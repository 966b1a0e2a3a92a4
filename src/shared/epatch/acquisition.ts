import { MOST_WORDS } from './frame.ts';
import { uint32Of } from './words.ts';

/** The device starts an item of a protocol. */
export interface ItemStart {
  readonly protocolId: number;
  readonly item: number;
  readonly rep: number;
  readonly sweep: number;
}

/** Samples of the running protocol; `first` counts from its start. Counts without offset: 0 is 0 mV or 0 pA. */
export interface DataBlock {
  readonly first: number;
  readonly voltage: Int16Array;
  readonly current: Int16Array;
}

/** Zero of the converters. */
const OFFSET_BINARY = 0x8000;
/** Pairs of samples in a full frame: two words are the offset, one the count. */
export const MOST_PAIRS = Math.floor((MOST_WORDS.fromDevice - 3) / 2);

export function readItemStart(words: readonly number[]): ItemStart | null {
  if (words.length !== 4) return null;
  const [protocolId, item, rep, sweep] = words as [number, number, number, number];
  return { protocolId, item, rep, sweep };
}

/** null where the count of valid words contradicts the payload, or where there is no pair. */
export function readData(words: readonly number[]): DataBlock | null {
  const valid = words.at(-1) ?? 0;
  const pairs = (valid - 2) / 2;
  if (!Number.isInteger(pairs) || pairs < 1 || valid > words.length - 1) return null;
  const voltage = new Int16Array(pairs);
  const current = new Int16Array(pairs);
  for (let k = 0; k < pairs; k++) {
    voltage[k] = words[2 + 2 * k]! - OFFSET_BINARY;
    current[k] = words[3 + 2 * k]! - OFFSET_BINARY;
  }
  return { first: uint32Of(words, 0), voltage, current };
}

/** The payload of samples; counts beyond 16 bits are cut to full scale. */
export function dataWords(first: number, voltage: readonly number[], current: readonly number[]): number[] {
  const words = [first & 0xffff, (first >>> 16) & 0xffff];
  voltage.forEach((count, k) => words.push(offsetBinary(count), offsetBinary(current[k] ?? 0)));
  return [...words, words.length];
}

function offsetBinary(count: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, Math.round(count))) + OFFSET_BINARY;
}
