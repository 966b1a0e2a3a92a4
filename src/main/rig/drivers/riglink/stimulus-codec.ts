import type { ProtocolItem } from '../../../../shared/riglink/index.ts';
import { ITEM_FLAG } from '../../../../shared/riglink/index.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import { RigError } from '../../rig-error.ts';

export function toWireItem({ skippable, ...item }: StimulusItem): ProtocolItem {
  return { ...item, flags: skippable ? ITEM_FLAG.fastForward : 0 };
}

/** @throws RigError bad-device where the device reports flags that were not asked for */
export function fromWireItem({ flags, ...item }: ProtocolItem, index: number): StimulusItem {
  if (flags === 0 || flags === ITEM_FLAG.fastForward) return { ...item, skippable: flags !== 0 };
  throw new RigError(
    'bad-device',
    `The device would not play what was asked: item ${index + 1}, expected no flags or fast forward, it reports flags ${flags}. ` +
      `Nothing was played; check the device and its firmware.`,
  );
}
