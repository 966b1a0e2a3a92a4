import { MESSAGE } from './message-type.ts';
import { int32Of, int32Words } from './words.ts';

/** A protocol as it is announced: items, how often all are played, and the level afterwards. */
export interface ProtocolHead {
  readonly protocolId: number;
  readonly items: number;
  readonly sweeps: number;
  /** In steps of the command. */
  readonly rest: number;
}

/** A step or ramp. Levels in steps of the command, time in 0.1 ms. */
export interface EpatchItem {
  readonly kind: 'step' | 'ramp';
  readonly start: number;
  /** That of a step is its start. */
  readonly end: number;
  readonly ticks: number;
  /** Place in the protocol, from 0. */
  readonly item: number;
  /** Item after it. Not after it in order: a loop of `reps` passes from there to here, for ever where reps is 0. */
  readonly next: number;
  readonly reps: number;
}

/** One tick of a protocol's time, ms. */
export const TICK_MS = 0.1;
export const MOST_ITEMS = 15;
/** Fill in the place of what steps do not have. */
const FILL = [0xf00d, 0xbaad] as const;

/** Type and words that announce a protocol. @param current true for a protocol of current instead of voltage */
export function headMessage({ protocolId, items, sweeps, rest }: ProtocolHead, current: boolean): { type: number; words: number[] } {
  return {
    type: current ? MESSAGE.currentProtocol : MESSAGE.voltageProtocol,
    words: [protocolId, items, sweeps, ...int32Words(rest)],
  };
}

/** Type and words of an item. */
export function itemMessage(item: EpatchItem, current: boolean): { type: number; words: number[] } {
  const place = [item.item, item.next, item.reps, 0];
  if (item.kind === 'step') {
    return {
      type: current ? MESSAGE.currentStep : MESSAGE.voltageStep,
      words: [...int32Words(item.start), 0, 0, ...int32Words(item.ticks), 0, 0, ...FILL, ...FILL, ...place],
    };
  }
  return {
    type: current ? MESSAGE.currentRamp : MESSAGE.voltageRamp,
    words: [...int32Words(item.start), 0, 0, ...int32Words(item.end), 0, 0, ...int32Words(item.ticks), 0, 0, ...place],
  };
}

/** null for a payload of another length. */
export function readHead(words: readonly number[]): ProtocolHead | null {
  if (words.length !== 5) return null;
  return { protocolId: words[0]!, items: words[1]!, sweeps: words[2]!, rest: int32Of(words, 3) };
}

/** null for a payload of another length. The increments per sweep, which this program does not use, are left out. */
export function readItem(type: number, words: readonly number[]): EpatchItem | null {
  if (words.length !== 16) return null;
  const [item, next, reps] = words.slice(12, 15) as [number, number, number];
  const start = int32Of(words, 0);
  const isStep = type === MESSAGE.voltageStep || type === MESSAGE.currentStep;
  return isStep
    ? { kind: 'step', start, end: start, ticks: int32Of(words, 4), item, next, reps }
    : { kind: 'ramp', start, end: int32Of(words, 4), ticks: int32Of(words, 8), item, next, reps };
}
