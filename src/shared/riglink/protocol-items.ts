import type { Protocol, Segment } from '../../core/protocol/protocol.ts';
import { segmentEndMv, segmentStartMv } from '../../core/protocol/protocol.ts';
import { ByteWriter } from './bytes.ts';
import { writeItem } from './field-codecs.ts';
import type { ProtocolItem } from './messages.ts';

/** Finest steps of a device's stimulus: what it is asked is rounded to them. */
export interface StimulusGrid {
  readonly levelStepUv: number;
  readonly timeStepUs: number;
}

/** Grid of the simulated rig, used to show what would be played while no device is connected. */
export const RIGLINK_GRID: StimulusGrid = { levelStepUv: 50, timeStepUs: 20 };

export function segmentToItem(segment: Segment, flags = 0): ProtocolItem {
  return {
    kind: segment.kind,
    startLevel: Math.round(segmentStartMv(segment) * 1000),
    endLevel: Math.round(segmentEndMv(segment) * 1000),
    durationUs: Math.round(segment.durationMs * 1000),
    flags,
  };
}

export function itemToSegment(item: ProtocolItem): Segment {
  const durationMs = item.durationUs / 1000;
  return item.kind === 'step'
    ? { kind: 'step', voltageMv: item.startLevel / 1000, durationMs }
    : { kind: 'ramp', startMv: item.startLevel / 1000, endMv: item.endLevel / 1000, durationMs };
}

/** The item as a device with this grid plays it. An item never becomes shorter than one time step. */
export function realiseItem(item: ProtocolItem, grid: StimulusGrid): ProtocolItem {
  const level = (value: number): number => Math.round(value / grid.levelStepUv) * grid.levelStepUv;
  return {
    ...item,
    startLevel: level(item.startLevel),
    endLevel: level(item.endLevel),
    durationUs: Math.max(grid.timeStepUs, Math.round(item.durationUs / grid.timeStepUs) * grid.timeStepUs),
  };
}

/** The protocol as a device with this grid plays it. */
export function realiseProtocol(protocol: Protocol, grid: StimulusGrid = RIGLINK_GRID): Protocol {
  const segments = protocol.segments.map((segment) => itemToSegment(realiseItem(segmentToItem(segment), grid)));
  return { ...protocol, segments };
}

/** The bytes whose SHA-256 PROTO_BEGIN carries: all items in order, as in their PROTO_ITEM. */
export function itemListBytes(items: readonly ProtocolItem[]): Uint8Array {
  const writer = new ByteWriter();
  for (const item of items) writeItem(writer, item);
  return writer.done();
}
