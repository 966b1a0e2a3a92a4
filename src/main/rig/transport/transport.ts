import type { RigPort } from '../../../shared/rig/rig-port.ts';

/** A byte pipe to a device. */
export interface Transport {
  readonly address: string;
  /** Queues bytes. A line that fails reports it through onLost. */
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** The other end is gone though `close` was not called; reason is a sentence. Called at most once. */
  onLost(listener: (reason: string) => void): void;
  /** Closes the port, which a device treats as a PANIC. Safe to call again. */
  close(): Promise<void>;
}

/** Ports that are byte lines. A pseudo-terminal is a serial port. */
export type LinePort = Extract<RigPort, { kind: 'serial' | 'tcp' }>;
