import { decodeFrame, MAX_FRAME_BYTES } from './packet.ts';
import type { BadFrameReason, Packet } from './packet.ts';

export interface FrameCounts {
  readonly goodFrames: number;
  readonly badFrames: number;
  /** Bytes of the bad frames. */
  readonly discardedBytes: number;
  readonly byReason: Readonly<Record<BadFrameReason, number>>;
}

/**
 * Turns a byte stream, cut anywhere, into packets. After garbage it is in step again at the next zero byte, because
 * COBS frames hold none; unreadable bytes are counted, never hidden.
 */
export class FrameReader {
  private readonly frame = new Uint8Array(MAX_FRAME_BYTES);
  private length = 0;
  private overlong = 0;
  private goodFrames = 0;
  private badFrames = 0;
  private discardedBytes = 0;
  private readonly byReason: Record<BadFrameReason, number> = { cobs: 0, length: 0, crc: 0, version: 0 };

  feed(chunk: Uint8Array): Packet[] {
    const packets: Packet[] = [];
    for (let from = 0; from < chunk.length;) {
      const zero = chunk.indexOf(0, from);
      const to = zero < 0 ? chunk.length : zero;
      const kept = Math.min(to - from, MAX_FRAME_BYTES - this.length);
      this.frame.set(chunk.subarray(from, from + kept), this.length);
      this.length += kept;
      this.overlong += to - from - kept;
      if (zero < 0) break;
      const packet = this.endFrame();
      if (packet !== null) packets.push(packet);
      from = zero + 1;
    }
    return packets;
  }

  counts(): FrameCounts {
    return {
      goodFrames: this.goodFrames,
      badFrames: this.badFrames,
      discardedBytes: this.discardedBytes,
      byReason: { ...this.byReason },
    };
  }

  private endFrame(): Packet | null {
    const bytes = this.length + this.overlong;
    // An empty frame comes from a sender that flushes the line: no loss.
    if (bytes === 0) return null;
    const result = this.overlong > 0 ? ({ ok: false, reason: 'length' } as const) : decodeFrame(this.frame.subarray(0, this.length));
    this.length = 0;
    this.overlong = 0;
    if (result.ok) {
      this.goodFrames++;
      return result.packet;
    }
    this.badFrames++;
    this.discardedBytes += bytes;
    this.byReason[result.reason]++;
    return null;
  }
}
