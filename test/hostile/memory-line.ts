import type { DeviceLink } from '../../src/main/rig/emulator/device-link.ts';
import type { Transport } from '../../src/main/rig/transport/transport.ts';

/** A byte pipe within this process: both ends of a line without its operating system. */
export function memoryLine(address: string): { readonly host: Transport; readonly device: DeviceLink; vanish(): void } {
  let toDevice: Uint8Array[] = [];
  let toHost: Uint8Array[] = [];
  let open = true;
  let listener: (bytes: Uint8Array) => void = () => undefined;
  let lost: (reason: string) => void = () => undefined;
  const deliver = (): void => {
    const bytes = Buffer.concat(toHost);
    toHost = [];
    if (open && bytes.length > 0) listener(bytes);
  };
  return {
    host: {
      address,
      write: (bytes) => {
        if (open) toDevice.push(bytes);
      },
      onData: (take) => {
        listener = take;
      },
      onLost: (take) => {
        lost = take;
      },
      close: () => {
        open = false;
        return Promise.resolve();
      },
    },
    device: {
      address,
      get pendingBytes() {
        return toHost.reduce((sum, { length }) => sum + length, 0);
      },
      poll() {
        const chunks = toDevice;
        toDevice = [];
        return { chunks, hostPresent: open };
      },
      write(bytes) {
        if (!open) return;
        if (toHost.length === 0) setImmediate(deliver);
        toHost.push(bytes);
      },
      close: () => undefined,
    },
    vanish() {
      if (!open) return;
      open = false;
      lost(`Port ${address} is gone. Check the cable and the device, then connect again.`);
    },
  };
}
