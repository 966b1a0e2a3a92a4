import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type Database from 'better-sqlite3';

/** Open connections of this process, by file. */
const connections = new Map<string, number>();
/** Descriptors that wait for the last connection of their file to close. */
const held = new Map<string, number[]>();

const BLOCK = 1 << 20;

/**
 * Closes a descriptor of a session file, but not while this process has a connection to it: POSIX drops all locks that a process has on
 * a file when any of its descriptors is closed, and another program could then remove the log in use by the connection
 * (https://sqlite.org/howtocorrupt.html, 2.2).
 */
export function closeUnlessConnected(file: string, descriptor: number): void {
  const key = resolve(file);
  if ((connections.get(key) ?? 0) === 0) closeSync(descriptor);
  else held.set(key, [...(held.get(key) ?? []), descriptor]);
}

/** Counts a connection until it is closed. */
export function counted(file: string, db: Database.Database): Database.Database {
  const key = resolve(file);
  connections.set(key, (connections.get(key) ?? 0) + 1);
  const close = db.close.bind(db);
  let open = true;
  db.close = () => {
    const closed = close();
    if (open) release(key);
    open = false;
    return closed;
  };
  return db;
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
    closeUnlessConnected(file, from);
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
    closeUnlessConnected(file, descriptor);
  }
}

function release(key: string): void {
  const left = (connections.get(key) ?? 1) - 1;
  if (left > 0) {
    connections.set(key, left);
    return;
  }
  connections.delete(key);
  for (const descriptor of held.get(key) ?? []) closeSync(descriptor);
  held.delete(key);
}
