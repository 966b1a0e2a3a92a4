import { openSerialTransport } from './serial-transport.ts';
import { openTcpTransport } from './tcp-transport.ts';

/** A byte pipe to a device. */
export interface Transport {
  readonly address: string;
  /** Queues bytes. A line that fails tells so through onLost. */
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** The other end is gone though nobody called `close`; reason is a sentence. Called at most once. */
  onLost(listener: (reason: string) => void): void;
  /** Closes the port, which a device takes for a PANIC. Safe to call again. */
  close(): Promise<void>;
}

/** Serial port or pseudo-terminal by its path, tcp://host:port otherwise. @throws RigError port-... */
export function openTransport(address: string): Promise<Transport> {
  return address.startsWith('tcp://') ? openTcpTransport(address) : openSerialTransport(address);
}
