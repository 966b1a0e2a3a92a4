import { closeSync, fstatSync, readSync, rmSync, statSync, symlinkSync, lstatSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ReadStream } from 'node:tty';
import type { DeviceLink } from './device-link.ts';

/** The fields of an opened node-pty terminal that its own API does not name. */
interface OpenedPty {
  readonly _pty: string;
  readonly _fd: number;
  readonly _master: ReadStream;
  readonly _slave: ReadStream;
}

const READ_BYTES = 4096;
const HIGHEST_FD_SEARCHED = 1024;

/**
 * A raw pseudo-terminal whose slave end the host opens like a serial port.
 * @param linkPath optional symbolic link to the slave, for a name that stays; an old link there is replaced.
 * @throws Error where this system has no pseudo-terminals.
 */
export async function openPtyLink(linkPath: string | null): Promise<DeviceLink> {
  // Loaded on demand: where its binary is missing, the rig is still reachable over TCP.
  const require = createRequire(import.meta.url);
  const nodePty = require('@lydell/node-pty') as { open(options: { encoding: null }): OpenedPty };
  const pty = nodePty.open({ encoding: null });
  pty._master.pause();
  pty._slave.pause();
  pty._slave.setRawMode(true);
  const slaveClosed = new Promise<void>((resolve) => pty._slave.once('close', () => resolve()));
  pty._slave.destroy();
  await slaveClosed;
  closeOtherEnds(pty._pty, pty._fd);
  if (linkPath !== null) replaceLink(linkPath, pty._pty);
  return createLink(pty, linkPath);
}

/** Our own copies of the slave end must go, or the master would never see that the host closed it. */
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

function createLink(pty: OpenedPty, linkPath: string | null): DeviceLink {
  const fd = pty._fd;
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
    address: pty._pty,
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
          // A master whose slave nobody holds open reads EIO.
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
      pty._master.destroy();
      if (linkPath !== null) rmSync(linkPath, { force: true });
    },
  };
}

function isBusy(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK';
}
