import type { DeviceMessage, Samples } from '../../../shared/riglink/index.ts';
import { encodeDeviceMessage, encodeFrame } from '../../../shared/riglink/index.ts';
import type { DeviceLink } from './device-link.ts';
import type { FaultyLine } from './faults.ts';
import type { SampleRing } from './sample-ring.ts';

/** Bytes that may wait for the line before samples are kept in the ring instead. */
const LINE_BUFFER_BYTES = 4096;
const MAX_CREDIT_FRAMES = 4096;

/** What the device sends: control messages at once, samples as credit and line allow. */
export class DeviceOutput {
  private readonly link: DeviceLink;
  private readonly line: FaultyLine;
  private readonly ring: SampleRing;
  private controlSeq = 0;
  private sampleSeq = 0;
  creditFrames = 0;
  /** Samples up to this index (exclusive) were passed to the line. */
  sentUpTo = 0;

  constructor(link: DeviceLink, line: FaultyLine, ring: SampleRing) {
    this.link = link;
    this.line = line;
    this.ring = ring;
  }

  reset(): void {
    this.controlSeq = 0;
    this.sampleSeq = 0;
    this.creditFrames = 0;
    this.ring.clear();
  }

  grant(frames: number): void {
    this.creditFrames = Math.min(MAX_CREDIT_FRAMES, this.creditFrames + frames);
  }

  control(message: DeviceMessage): void {
    this.frame(message, this.controlSeq++);
  }

  /** Sends frames while there is credit and room. Calls `lost` for an overflow of the ring, once it is over. */
  drain(lost: (firstIndex: number, count: number) => void): void {
    while (this.creditFrames > 0 && this.link.pendingBytes < LINE_BUFFER_BYTES) {
      const frame = this.ring.shift();
      if (frame === undefined) break;
      this.creditFrames--;
      this.samples(frame);
    }
    const loss = this.ring.takeLoss();
    if (loss !== null) lost(loss.firstIndex, loss.count);
  }

  private samples(frame: Samples): void {
    this.frame(frame, this.sampleSeq++);
    this.sentUpTo = frame.firstIndex + frame.count;
  }

  private frame(message: DeviceMessage, seq: number): void {
    const { type, payload } = encodeDeviceMessage(message);
    for (const bytes of this.line.send(encodeFrame({ type, flags: 0, seq: seq >>> 0, payload }))) this.link.write(bytes);
  }
}
