import type { DeviceMessage, ProtocolItem } from '../../../../shared/riglink/index.ts';
import type { Answer } from './control-channel.ts';

/**
 * The pages in which a device reports what it will play. Complete once the number of items is the one the device announced; whether
 * that is the number asked for is checked afterwards, so that a wrong number is reported instead of waited for.
 */
export function realisedItems(
  protocolNumber: number,
  askedCount: number,
): Answer & { joined(replies: readonly DeviceMessage[]): ProtocolItem[] } {
  /** A page that came twice counts once; pages leave no hole and do not overlap. */
  const joined = (replies: readonly DeviceMessage[]): { items: ProtocolItem[]; announced: number } => {
    const pages = new Map<number, readonly ProtocolItem[]>();
    let announced = askedCount;
    for (const reply of replies) {
      if (reply.kind !== 'protocolRealised') continue;
      announced = reply.itemCount;
      pages.set(reply.firstIndex, reply.items);
    }
    const items: ProtocolItem[] = [];
    for (const [firstIndex, page] of [...pages].sort(([a], [b]) => a - b)) {
      if (firstIndex === items.length) items.push(...page);
    }
    return { items, announced };
  };
  return {
    takes: (reply) => reply.kind === 'protocolRealised' && reply.protocolNumber === protocolNumber,
    whole: (replies) => {
      if (replies.length === 0) return false;
      const { items, announced } = joined(replies);
      return items.length >= announced;
    },
    joined: (replies) => joined(replies).items,
  };
}
