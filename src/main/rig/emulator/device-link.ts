/** The device's end of the line. Polled, because a pseudo-terminal shows only by a failing read that its host is gone. */
export interface DeviceLink {
  /** What a host opens: a path or tcp://host:port. */
  readonly address: string;
  /** Bytes that came since the last poll, and whether a host has the line open. */
  poll(): { readonly chunks: readonly Uint8Array[]; readonly hostPresent: boolean };
  /** Queues bytes; they are sent as the line takes them. */
  write(bytes: Uint8Array): void;
  /** Bytes queued and not yet taken by the line. */
  readonly pendingBytes: number;
  close(): void;
}
