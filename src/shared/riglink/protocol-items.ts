import type { Protocol, Segment } from '../../core/protocol/protocol.ts';
import { segmentEndMv, segmentStartMv } from '../../core/protocol/protocol.ts';
import { realiseProtocol, RIGLINK_GRID } from '../../core/protocol/realise-protocol.ts';
import { onStimulusGrid, wholeSteps } from '../../core/protocol/stimulus-grid.ts';
import { ByteWriter } from './bytes.ts';
import { writeItem } from './field-codecs.ts';
import type { ProtocolItem, StimulusGrid } from './messages.ts';

/**
 * The items that ask a device for a protocol: what realiseProtocol() makes of it on RigLink's own grid, and so what a preview shows.
 * @throws Error for a protocol that is shorter than a microsecond
 */
export function protocolItems(protocol: Protocol, flags = 0): ProtocolItem[] {
  return realiseProtocol(protocol, RIGLINK_GRID).realised.segments.map((segment) => ({
    kind: segment.kind,
    startLevel: microvolts(segmentStartMv(segment)),
    endLevel: microvolts(segmentEndMv(segment)),
    durationUs: wholeSteps(segment.durationMs, RIGLINK_GRID.timeStepMs),
    flags,
  }));
}

/** Level of an item, in whole microvolts. */
export function microvolts(millivolt: number): number {
  return wholeSteps(millivolt, RIGLINK_GRID.voltageStepMv);
}

export function itemToSegment(item: ProtocolItem): Segment {
  const durationMs = item.durationUs / 1000;
  return item.kind === 'step'
    ? { kind: 'step', voltageMv: item.startLevel / 1000, durationMs }
    : { kind: 'ramp', startMv: item.startLevel / 1000, endMv: item.endLevel / 1000, durationMs };
}

/**
 * The items as a device with this grid plays them. Edges, not durations, are rounded, so that errors of time do not
 * add up. @throws Error for an item that would vanish.
 */
export function realiseItems(items: readonly ProtocolItem[], { levelStepUv, timeStepUs }: StimulusGrid): ProtocolItem[] {
  const stretches = items.map(({ startLevel, endLevel, durationUs }) => ({ start: startLevel, end: endLevel, duration: durationUs }));
  return onStimulusGrid(stretches, { levelStep: levelStepUv, timeStep: timeStepUs }).map(({ start, end, duration }, index) => {
    const item = items[index]!;
    if (duration === 0) {
      throw new Error(`Item ${index}: expected at least one time step of ${timeStepUs} us, got ${item.durationUs} us. Lengthen the segment.`);
    }
    return { ...item, startLevel: start * levelStepUv, endLevel: end * levelStepUv, durationUs: duration * timeStepUs };
  });
}

/** The bytes whose SHA-256 PROTO_BEGIN carries: all items in order, as in their PROTO_ITEM. */
export function itemListBytes(items: readonly ProtocolItem[]): Uint8Array {
  const writer = new ByteWriter();
  for (const item of items) writeItem(writer, item);
  return writer.done();
}
