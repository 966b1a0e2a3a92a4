import type { RigPort } from '../../../../../shared/rig/rig-port.ts';

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

/** Ports that are lines of bytes. A pseudo-terminal is a serial port. */
export type LinePort = Extract<RigPort, { kind: 'serial' | 'tcp' }>;
