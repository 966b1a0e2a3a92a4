import type { Segment } from '../../../core/protocol/protocol.ts';
import { segmentEndMv, segmentStartMv } from '../../../core/protocol/protocol.ts';
import type { StimulusItem } from './stimulus-item.ts';

/** A segment of a voltage-clamp protocol as an amplifier is asked to play it. */
export function segmentToItem(segment: Segment): StimulusItem {
  return {
    kind: segment.kind,
    startLevel: Math.round(segmentStartMv(segment) * 1000),
    endLevel: Math.round(segmentEndMv(segment) * 1000),
    durationUs: Math.round(segment.durationMs * 1000),
    skippable: false,
  };
}

export function itemToSegment({ kind, startLevel, endLevel, durationUs }: StimulusItem): Segment {
  const durationMs = durationUs / 1000;
  return kind === 'step'
    ? { kind: 'step', voltageMv: startLevel / 1000, durationMs }
    : { kind: 'ramp', startMv: startLevel / 1000, endMv: endLevel / 1000, durationMs };
}
