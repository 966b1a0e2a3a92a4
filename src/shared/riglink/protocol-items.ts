import { ByteWriter } from './bytes.ts';
import { writeItem } from './field-codecs.ts';
import type { ProtocolItem, StimulusGrid } from './messages.ts';

/**
 * The items as a device with this grid plays them. Edges, not durations, are rounded, so that errors of time do not
 * add up. @throws Error for an item that would vanish.
 */
export function realiseItems(items: readonly ProtocolItem[], grid: StimulusGrid): ProtocolItem[] {
  const level = (value: number): number => Math.round(value / grid.levelStepUv) * grid.levelStepUv;
  let askedUs = 0;
  let playedUs = 0;
  return items.map((item, index) => {
    askedUs += item.durationUs;
    const endUs = Math.round(askedUs / grid.timeStepUs) * grid.timeStepUs;
    const durationUs = endUs - playedUs;
    playedUs = endUs;
    if (durationUs <= 0) {
      throw new Error(`Item ${index}: expected at least one time step of ${grid.timeStepUs} us, got ${item.durationUs} us. Lengthen the segment.`);
    }
    return { ...item, startLevel: level(item.startLevel), endLevel: level(item.endLevel), durationUs };
  });
}

/** The bytes whose SHA-256 PROTO_BEGIN carries: all items in order, as in their PROTO_ITEM. */
export function itemListBytes(items: readonly ProtocolItem[]): Uint8Array {
  const writer = new ByteWriter();
  for (const item of items) writeItem(writer, item);
  return writer.done();
}
