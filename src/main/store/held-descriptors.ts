import { closeSync, fstatSync, openSync, readSync, readdirSync, writeSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** Descriptors that wait until nothing else in this process has their file open. */
const waiting = new Set<number>();

const BLOCK = 1 << 20;
/** Descriptors of this process, one entry each: Linux and macOS. */
const OPEN_DESCRIPTORS = '/dev/fd';

/**
 * Closes a descriptor of a session file, but not while anything else in this process has that file open: POSIX drops all locks that a
 * process has on a file when any of its descriptors is closed, and another program could then remove the log that a connection of this
 * process works with (https://sqlite.org/howtocorrupt.html, 2.2). The descriptors themselves are asked, since a connection may outlive
 * its close(): libsql keeps it until the last of its statements is collected.
 */
export function closeWhenAlone(descriptor: number): void {
  waiting.add(descriptor);
  closeWaiting();
}

/** Closes what waited for a connection that has closed since. */
export function closeWaiting(): void {
  if (waiting.size === 0) return;
  const inUse = process.platform === 'win32' ? new Set<string>() : filesOfOthers();
  for (const descriptor of waiting) {
    if (inUse === null || inUse.has(fileOf(descriptor) ?? '')) continue;
    waiting.delete(descriptor);
    closeSync(descriptor);
  }
}

/** Tries again after the connection is closed. */
export function releasingAtClose(db: Database.Database): Database.Database {
  const close = db.close.bind(db);
  db.close = () => {
    const closed = close();
    closeWaiting();
    return closed;
  };
  return db;
}

/** Files that are open by other descriptors than the waiting ones; null where the system does not list them. */
function filesOfOthers(): Set<string> | null {
  const files = new Set<string>();
  try {
    for (const name of readdirSync(OPEN_DESCRIPTORS)) {
      const file = waiting.has(Number(name)) ? null : fileOf(Number(name));
      if (file !== null) files.add(file);
    }
    return files;
  } catch {
    return null;
  }
}

/** Null for one that was closed in between, as that of the listing itself. */
function fileOf(descriptor: number): string | null {
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EBADF') return null;
    throw error;
  }
}

/** Copies a session file; `wx` refuses an existing target. */
export function copyHeld(file: string, target: string, flags: 'w' | 'wx' = 'w'): void {
  const from = openSync(file, 'r');
  try {
    const to = openSync(target, flags);
    try {
      const block = Buffer.alloc(BLOCK);
      for (let got = readSync(from, block, 0, BLOCK, null); got > 0; got = readSync(from, block, 0, BLOCK, null)) {
        for (let done = 0; done < got;) done += writeSync(to, block, done, got - done);
      }
    } finally {
      closeSync(to);
    }
  } finally {
    closeWhenAlone(from);
  }
}

/** The bytes of a session file. */
export function readHeld(file: string): Buffer<ArrayBuffer> {
  const descriptor = openSync(file, 'r');
  try {
    const parts: Buffer[] = [];
    for (;;) {
      const block = Buffer.alloc(BLOCK);
      const got = readSync(descriptor, block, 0, BLOCK, null);
      if (got === 0) return Buffer.concat(parts);
      parts.push(block.subarray(0, got));
    }
  } finally {
    closeWhenAlone(descriptor);
  }
}
