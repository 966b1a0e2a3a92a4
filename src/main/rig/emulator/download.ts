import { createHash } from 'node:crypto';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import type { ProtocolItem } from '../../../shared/riglink/index.ts';
import { ACK_STATUS, itemListBytes, realiseItems } from '../../../shared/riglink/index.ts';
import { SIMULATED_GRID } from './identity.ts';

export type Verdict = { readonly status: number; readonly message: string };
export const ACCEPTED: Verdict = { status: ACK_STATUS.ok, message: '' };
const MAX_ITEMS = BUILT_IN_RIG.capabilities.itemsPerDownload;

/** The protocol memory of the device: filled item by item, checked as a whole, then playable. */
export class ProtocolDownload {
  private number = 0;
  private sha256: Uint8Array = new Uint8Array();
  private items: (ProtocolItem | undefined)[] = [];
  /** What will be played; null until a download was committed. */
  realised: readonly ProtocolItem[] | null = null;

  begin(protocolNumber: number, itemCount: number, sha256: Uint8Array): Verdict {
    this.realised = null;
    if (itemCount < 1 || itemCount > MAX_ITEMS) {
      return { status: ACK_STATUS.badValue, message: `expected 1 to ${MAX_ITEMS} items, got ${itemCount}` };
    }
    this.number = protocolNumber;
    this.sha256 = sha256;
    this.items = new Array<ProtocolItem | undefined>(itemCount).fill(undefined);
    return ACCEPTED;
  }

  put(index: number, item: ProtocolItem): Verdict {
    if (index >= this.items.length) {
      return { status: ACK_STATUS.badValue, message: `expected an item below ${this.items.length}, got ${index}` };
    }
    this.items[index] = item;
    return ACCEPTED;
  }

  commit(protocolNumber: number): Verdict {
    const items = this.items.filter((item) => item !== undefined);
    if (protocolNumber !== this.number || items.length === 0 || items.length !== this.items.length) {
      return {
        status: ACK_STATUS.badState,
        message: `expected protocol ${this.number} with ${this.items.length} items, got ${protocolNumber} with ${items.length}`,
      };
    }
    const digest = createHash('sha256').update(itemListBytes(items)).digest();
    if (!digest.equals(this.sha256)) {
      return { status: ACK_STATUS.checksum, message: 'SHA-256 of the items differs from the announced one' };
    }
    try {
      this.realised = realiseItems(items, SIMULATED_GRID);
    } catch (error) {
      return { status: ACK_STATUS.badValue, message: (error as Error).message };
    }
    return ACCEPTED;
  }
}
