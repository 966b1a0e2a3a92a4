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
 * COBS frames hold none; what could not be read is counted, never hidden.
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
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte !== 0) {
        if (this.length < MAX_FRAME_BYTES) this.frame[this.length++] = byte;
        else this.overlong++;
        continue;
      }
      const packet = this.endFrame();
      if (packet !== null) packets.push(packet);
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
    // An empty frame is a sender flushing the line: no loss.
    if (bytes === 0) return null;
    const result =
      this.overlong > 0
        ? ({ ok: false, reason: 'length' } as const)
        : decodeFrame(this.frame.subarray(0, this.length));
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
