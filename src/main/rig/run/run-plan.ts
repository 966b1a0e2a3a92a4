import type { Protocol } from '../../../core/protocol/protocol.ts';
import { itemToSegment, microvolts, stimulusItems } from '../amplifier/segment-items.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';

/** Items that hold or record long stretches are this short, so that STOP (end of the item) takes effect soon. */
export const PIECE_US = 500_000;

/** Hold and protocol as items: the first `holdItems` are the hold. */
export interface RunItems {
  readonly items: readonly StimulusItem[];
  readonly holdItems: number;
}

export function protocolRun(protocol: Protocol, holdSeconds: number, fastForward: boolean): RunItems {
  // Whole ms, so that the hold ends on a sample at every rate.
  const holdUs = Math.round(holdSeconds * 1000) * 1000;
  const hold = pieces(microvolts(protocol.holdingMv), holdUs, fastForward);
  return { items: [...hold, ...stimulusItems(protocol)], holdItems: hold.length };
}

export function spontaneousRun(seconds: number): RunItems {
  return { items: pieces(0, seconds * 1e6, false), holdItems: 0 };
}

function pieces(level: number, totalUs: number, skippable: boolean): StimulusItem[] {
  const items: StimulusItem[] = [];
  for (let leftUs = Math.round(totalUs); leftUs > 0; leftUs -= PIECE_US) {
    items.push({ kind: 'step', startLevel: level, endLevel: level, durationUs: Math.min(PIECE_US, leftUs), skippable });
  }
  return items;
}

/** Samples of the realised hold; sample 0 of the recording is the one after it. */
export function holdSamples(realised: readonly StimulusItem[], holdItems: number, sampleRateHz: number): number {
  const holdUs = realised.slice(0, holdItems).reduce((sum, item) => sum + item.durationUs, 0);
  return Math.round((holdUs * sampleRateHz) / 1e6);
}

/** The protocol that the device plays after the hold. */
export function realisedProtocol(asked: Protocol, realised: readonly StimulusItem[], holdItems: number): Protocol {
  const heldUv = realised[holdItems - 1]?.startLevel;
  return {
    ...asked,
    holdingMv: heldUv === undefined ? asked.holdingMv : heldUv / 1000,
    segments: realised.slice(holdItems).map(itemToSegment),
  };
}
