import { onStimulusGrid } from '../../core/protocol/stimulus-grid.ts';
import { ByteWriter } from './bytes.ts';
import { writeItem } from './field-codecs.ts';
import type { ProtocolItem, StimulusGrid } from './messages.ts';

/**
 * The items as a device with this grid plays them. Edges, not durations, are rounded, so that errors of time do not
 * add up. @throws Error for an item that would vanish.
 */
export function realiseItems(items: readonly ProtocolItem[], { levelStepUv, timeStepUs }: StimulusGrid): ProtocolItem[] {
  const stretches = items.map(({ startLevel, endLevel, durationUs }) => ({ start: startLevel, end: endLevel, duration: durationUs }));
  return onStimulusGrid(stretches, { levelStep: levelStepUv, timeStep: timeStepUs }).map(({ start, end, duration }, index) => {
    const item = items[index]!;
    if (duration === 0) {
      throw new Error(
        `Item ${index}: expected at least one time step of ${timeStepUs} us, got ${item.durationUs} us. Lengthen the segment.`,
      );
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
