import type { Random } from '../../src/core/random/random.ts';
import type { DeviceLink } from '../../src/main/rig/emulator/device-link.ts';
import type { DeviceMessage, HostMessage } from '../../src/shared/riglink/index.ts';
import {
  decodeDeviceMessage,
  decodeHostMessage,
  encodeDeviceMessage,
  encodeFrame,
  encodeHostMessage,
  FrameReader,
} from '../../src/shared/riglink/index.ts';
import type { Behaviour, Scene, Sent } from './behaviour.ts';
import type { PlayedRun } from './played-run.ts';

/** Sits between a correct device and the line: spoils what passes, and keeps what was really played. */
export class HostileLink implements DeviceLink {
  readonly address: string;
  readonly played: PlayedRun[] = [];
  readonly heard = new Map<HostMessage['kind'], number>();
  private readonly inner: DeviceLink;
  readonly behaviour: Behaviour;
  private readonly scene: Scene;
  private readonly fromHost = new FrameReader();
  private readonly fromDevice = new FrameReader();
  private frames = 0;
  private lastStart = -1;
  private readonly recordings: () => number;

  constructor(
    inner: DeviceLink,
    behaviour: Behaviour,
    random: Random,
    options: { readonly vanish: () => void; readonly recordings: () => number },
  ) {
    this.address = inner.address;
    this.inner = inner;
    this.behaviour = behaviour;
    this.recordings = options.recordings;
    const read = { start: () => this.played.length, frames: () => this.frames, heard: () => this.heard };
    this.scene = {
      random,
      get start() {
        return read.start();
      },
      get frames() {
        return read.frames();
      },
      get heard() {
        return read.heard();
      },
      send: (sent) => this.sendBytes(sent, 0),
      vanish: options.vanish,
    };
  }

  get pendingBytes(): number {
    return this.inner.pendingBytes;
  }

  poll(): ReturnType<DeviceLink['poll']> {
    const { chunks, hostPresent } = this.inner.poll();
    const passed: Uint8Array[] = [];
    for (const chunk of chunks) {
      for (const packet of this.fromHost.feed(chunk)) {
        const decoded = decodeHostMessage(packet);
        if (!decoded.ok) continue;
        this.note(decoded.message, packet.seq);
        const through = this.behaviour.toDevice?.(decoded.message, this.scene) ?? [decoded.message];
        for (const message of through) passed.push(encodeFrame({ ...encodeHostMessage(message), flags: 0, seq: packet.seq }));
      }
    }
    if (hostPresent) this.behaviour.tick?.(this.scene);
    return { chunks: passed, hostPresent };
  }

  write(bytes: Uint8Array): void {
    for (const packet of this.fromDevice.feed(bytes)) {
      const decoded = decodeDeviceMessage(packet);
      if (!decoded.ok) throw new Error(`The honest device sent what cannot be read: type ${decoded.type}.`);
      const { message } = decoded;
      if (message.kind === 'samples') {
        this.frames++;
        this.played.at(-1)?.add(message);
      }
      for (const sent of this.behaviour.toHost?.(message, this.scene) ?? [message]) this.sendBytes(sent, packet.seq);
    }
  }

  close(): void {
    this.inner.close();
  }

  private note(message: HostMessage, seq: number): void {
    this.heard.set(message.kind, (this.heard.get(message.kind) ?? 0) + 1);
    if (message.kind !== 'start' || seq === this.lastStart) return;
    this.lastStart = seq;
    this.frames = 0;
    this.played.push(newRun(this.recordings()));
  }

  private sendBytes(sent: Sent, seq: number): void {
    const frame =
      sent instanceof Uint8Array ? sent : encodeFrame({ ...('payload' in sent ? sent : encodeDeviceMessage(sent)), flags: 0, seq });
    for (const bytes of this.behaviour.line?.(frame, this.scene) ?? [frame]) this.inner.write(bytes);
  }
}

function newRun(recording: number): PlayedRun {
  const counts = new Map<number, readonly [number, number]>();
  return {
    recording,
    counts,
    add({ firstIndex, count, values }: Extract<DeviceMessage, { kind: 'samples' }>) {
      for (let k = 0; k < count; k++) counts.set(firstIndex + k, [values[2 * k]!, values[2 * k + 1]!]);
    },
  };
}
