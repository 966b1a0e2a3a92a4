import { ITEM_GRID, realiseProtocol } from '../../../core/protocol/realise-protocol.ts';
import type { Protocol, Segment } from '../../../core/protocol/protocol.ts';
import { segmentEndMv, segmentStartMv } from '../../../core/protocol/protocol.ts';
import { wholeSteps } from '../../../core/protocol/stimulus-grid.ts';
import type { StimulusItem } from './stimulus-item.ts';

/**
 * The items that ask an amplifier for a protocol: the output of realiseProtocol() in whole microvolts and microseconds, which is also
 * what a preview shows. @throws Error for a protocol that is shorter than a microsecond
 */
export function stimulusItems(protocol: Protocol): StimulusItem[] {
  return realiseProtocol(protocol, ITEM_GRID).realised.segments.map((segment) => ({
    kind: segment.kind,
    startLevel: microvolts(segmentStartMv(segment)),
    endLevel: microvolts(segmentEndMv(segment)),
    durationUs: wholeSteps(segment.durationMs, ITEM_GRID.timeStepMs),
    skippable: false,
  }));
}

/** Level of an item, in whole microvolts. */
export function microvolts(millivolt: number): number {
  return wholeSteps(millivolt, ITEM_GRID.voltageStepMv);
}

export function itemToSegment({ kind, startLevel, endLevel, durationUs }: StimulusItem): Segment {
  const durationMs = durationUs / 1000;
  return kind === 'step'
    ? { kind: 'step', voltageMv: startLevel / 1000, durationMs }
    : { kind: 'ramp', startMv: startLevel / 1000, endMv: endLevel / 1000, durationMs };
}
