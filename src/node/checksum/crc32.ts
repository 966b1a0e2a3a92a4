import zlib from 'node:zlib';
import { crc32 as plainCrc32 } from '../../core/trace/crc32.ts';

/**
 * CRC-32 of bytes as `core/trace/crc32.ts` computes it, by the machine's own code where the runtime has it (Node 20.15, 22.2 and later):
 * ten times as fast, so that half an hour of samples is checked in a second.
 */
export const crc32: (bytes: Uint8Array, previous?: number) => number =
  typeof (zlib as Partial<typeof zlib>).crc32 === 'function'
    ? // A start value out of a damaged file may be any number; zlib takes 32 bits.
      (bytes, previous = 0) => zlib.crc32(bytes, previous >>> 0)
    : plainCrc32;
