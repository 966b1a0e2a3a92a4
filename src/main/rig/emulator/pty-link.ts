import { closeSync, fstatSync, readSync, rmSync, statSync, symlinkSync, lstatSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';
import type { DeviceLink } from './device-link.ts';

/**
 * The native part of node-pty. Its JavaScript part wraps both ends in streams that read by themselves and end the
 * process when the slave is not open, which is the state the device waits in.
 */
interface NativePty {
  /** File descriptors of both ends, non-blocking, and the slave's path. */
  open(columns: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string };
}

const READ_BYTES = 4096;
const HIGHEST_FD_SEARCHED = 1024;

/**
 * A raw pseudo-terminal whose slave end the host opens like a serial port.
 * @param linkPath optional symbolic link to the slave, for a constant name; an old link there is replaced.
 * @throws Error where this system has no pseudo-terminals.
 */
export async function openPtyLink(linkPath: string | null): Promise<DeviceLink> {
  // Loaded on demand: where its binary is missing, the rig is still reachable over TCP.
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as { requireBinary(name: string): NativePty };
  const pty = requireBinary('pty.node').open(80, 24);
  // Raw, otherwise the line discipline consumes 0x0A, 0x11 and 0x13. The setting stays with the pair when this end is closed.
  const slave = new ReadStream(pty.slave);
  slave.setRawMode(true);
  await new Promise<void>((resolve) => {
    slave.once('close', () => resolve());
    slave.destroy();
  });
  closeOtherEnds(pty.pty, pty.master);
  if (linkPath !== null) replaceLink(linkPath, pty.pty);
  return createLink(pty.master, pty.pty, linkPath);
}

/** Our own copies of the slave end must be closed, otherwise the master would never see that the host closed it. */
function closeOtherEnds(slavePath: string, masterFd: number): void {
  const slaveDevice = statSync(slavePath).rdev;
  for (let fd = 3; fd < HIGHEST_FD_SEARCHED; fd++) {
    if (fd === masterFd) continue;
    try {
      const stat = fstatSync(fd);
      if (stat.isCharacterDevice() && stat.rdev === slaveDevice) closeSync(fd);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBADF') throw error;
    }
  }
}

function replaceLink(linkPath: string, target: string): void {
  const existing = lstatSync(linkPath, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isSymbolicLink()) {
    throw new Error(`Expected ${linkPath} to be free or a symbolic link, found something else. Give another --path.`);
  }
  rmSync(linkPath, { force: true });
  symlinkSync(target, linkPath);
}

function createLink(fd: number, slavePath: string, linkPath: string | null): DeviceLink {
  const buffer = Buffer.alloc(READ_BYTES);
  let queue: Uint8Array[] = [];
  let pendingBytes = 0;
  let closed = false;

  const flush = (): void => {
    while (queue.length > 0) {
      const head = queue[0]!;
      let written: number;
      try {
        written = writeSync(fd, head);
      } catch (error) {
        if (isBusy(error)) return;
        throw error;
      }
      pendingBytes -= written;
      if (written === head.length) queue.shift();
      else queue[0] = head.subarray(written);
    }
  };

  return {
    address: slavePath,
    get pendingBytes() {
      return pendingBytes;
    },
    poll() {
      const chunks: Uint8Array[] = [];
      for (;;) {
        try {
          const count = readSync(fd, buffer);
          if (count === 0) return { chunks, hostPresent: false };
          chunks.push(Uint8Array.from(buffer.subarray(0, count)));
        } catch (error) {
          if (isBusy(error)) {
            flush();
            return { chunks, hostPresent: true };
          }
          // Reading a master whose slave is not open gives EIO.
          if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
          queue = [];
          pendingBytes = 0;
          return { chunks, hostPresent: false };
        }
      }
    },
    write(bytes) {
      queue.push(bytes);
      pendingBytes += bytes.length;
      flush();
    },
    close() {
      if (closed) return;
      closed = true;
      closeSync(fd);
      if (linkPath !== null) rmSync(linkPath, { force: true });
    },
  };
}

function isBusy(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK';
}
