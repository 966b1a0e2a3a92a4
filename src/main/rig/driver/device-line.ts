import type { DeviceMessage, Packet } from '../../../shared/riglink/index.ts';
import { decodeDeviceMessage, FrameReader } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';
import type { Transport } from '../transport/transport.ts';
import { ControlChannel } from './control-channel.ts';

/** The line with its frame reader; keeps what arrives during the handshake in order. */
export class DeviceLine {
  readonly transport: Transport;
  readonly control: ControlChannel;
  readonly reader = new FrameReader();
  unknownTypes = 0;
  malformed = 0;
  onMessage: (message: DeviceMessage) => void;
  onLost: (error: RigError) => void = () => undefined;

  constructor(transport: Transport) {
    this.transport = transport;
    this.control = new ControlChannel(transport);
    this.onMessage = (message) => void this.control.receive(message);
    transport.onData((bytes) => this.reader.feed(bytes).forEach((packet) => this.take(packet)));
    transport.onLost((reason) => {
      const error = new RigError('port-lost', reason);
      this.control.break(error);
      this.onLost(error);
    });
    // A lone terminator ends whatever half a frame an earlier program left in the device.
    transport.write(Uint8Array.of(0));
  }

  private take(packet: Packet): void {
    const decoded = decodeDeviceMessage(packet);
    if (decoded.ok) this.onMessage(decoded.message);
    else if (decoded.problem === 'unknown-type') this.unknownTypes++;
    else this.malformed++;
  }
}
