import { crc32 } from './crc32.ts';

/** Checksum of a clamp recording by which twins name it: of its command, then its current. */
export function recordingCrc({ commandMv, currentPaPf }: { readonly commandMv: Float32Array; readonly currentPaPf: Float32Array }): number {
  return crc32(bytesOf(currentPaPf), crc32(bytesOf(commandMv)));
}

/** Checksum of a potential. */
export function potentialCrc(voltageMv: Float32Array): number {
  return crc32(bytesOf(voltageMv));
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
