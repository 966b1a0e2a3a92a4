import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { DeviceMessage, Packet } from '../../../../shared/riglink/index.ts';
import { decodeDeviceMessage, FrameReader } from '../../../../shared/riglink/index.ts';
import { RigError } from '../../rig-error.ts';
import type { Transport } from '../../transport/transport.ts';
import { ControlChannel } from './control-channel.ts';
import { FloodGauge } from '../../transport/flood-gauge.ts';

/** The line with its frame reader; keeps what arrives during the handshake in order. */
export class DeviceLine {
  readonly transport: Transport;
  readonly control: ControlChannel;
  readonly reader = new FrameReader();
  private readonly flood = new FloodGauge();
  unknownTypes = 0;
  malformed = 0;
  /** Replies and acknowledgements that nothing waited for. */
  unasked = 0;
  onMessage: (message: DeviceMessage) => void;
  onLost: (error: RigError) => void = () => undefined;

  constructor(transport: Transport) {
    this.transport = transport;
    this.control = new ControlChannel(transport, randomInt(2 ** 31));
    this.onMessage = (message) => this.answer(message);
    transport.onData((bytes) => this.take(bytes));
    transport.onLost((reason) => this.lose(new RigError('port-lost', reason)));
    // A lone terminator ends a partial frame that an earlier program may have left in the device.
    transport.write(Uint8Array.of(0));
  }

  /** Passes a reply to the waiting command; false where none expects it. */
  answer(message: DeviceMessage): boolean {
    const taken = this.control.receive(message);
    if (!taken) this.unasked++;
    return taken;
  }

  private take(bytes: Uint8Array): void {
    if (this.flood.over) return;
    for (const packet of this.reader.feed(bytes)) this.decode(packet);
    const { goodFrames, badFrames } = this.reader.counts();
    if (!this.flood.isOver(bytes.length, goodFrames + badFrames, performance.now())) return;
    this.lose(
      new RigError(
        'bad-device',
        'The device sends far more data than any recording needs; its port was closed. Check the device, then connect again.',
      ),
    );
  }

  private lose(error: RigError): void {
    this.control.break(error);
    this.onLost(error);
  }

  private decode(packet: Packet): void {
    const decoded = decodeDeviceMessage(packet);
    if (decoded.ok) this.onMessage(decoded.message);
    else if (decoded.problem === 'unknown-type') this.unknownTypes++;
    else this.malformed++;
  }
}
