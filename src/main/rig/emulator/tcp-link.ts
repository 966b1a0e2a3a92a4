import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { DeviceLink } from './device-link.ts';

/** The same byte pipe over loopback TCP, for systems without pseudo-terminals. One host at a time, like a serial port. */
export async function openTcpLink(): Promise<DeviceLink> {
  let host: Socket | null = null;
  let chunks: Uint8Array[] = [];
  const server = createServer((socket) => {
    if (host !== null) {
      socket.destroy();
      return;
    }
    host = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => chunks.push(Uint8Array.from(chunk)));
    // 'close' always follows 'error'; a host that resets the line is gone.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      host = null;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `tcp://127.0.0.1:${port}`,
    get pendingBytes() {
      return host?.writableLength ?? 0;
    },
    poll() {
      const taken = chunks;
      chunks = [];
      return { chunks: taken, hostPresent: host !== null };
    },
    write(bytes) {
      host?.write(bytes);
    },
    close() {
      host?.destroy();
      server.close();
    },
  };
}
