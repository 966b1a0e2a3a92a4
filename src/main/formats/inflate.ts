import { inflateSync } from 'node:zlib';

/** Inflates a zlib stream. @throws Error when it is damaged or inflates to more than `mostBytes` */
export function inflate(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return inflateSync(bytes, { maxOutputLength: mostBytes });
}
