/**
 * Consistent Overhead Byte Stuffing (Cheshire & Baker 1999, doi:10.1109/90.769765): removes every zero from a packet
 * so that a zero byte can only be a frame's end. Costs one byte in 254.
 */
export function cobsEncode(data: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(data.length + Math.floor(data.length / 254) + 1);
  let codeAt = 0;
  let writeAt = 1;
  let run = 1;
  for (let i = 0; i < data.length; i++) {
    const byte = data[i]!;
    if (byte !== 0) {
      encoded[writeAt++] = byte;
      run++;
    }
    if (byte === 0 || (run === 0xff && i + 1 < data.length)) {
      encoded[codeAt] = run;
      codeAt = writeAt++;
      run = 1;
    }
  }
  encoded[codeAt] = run;
  return encoded.subarray(0, writeAt);
}

/** Inverse of cobsEncode for one frame without its zero terminator; null where the bytes are no COBS frame. */
export function cobsDecode(frame: Uint8Array): Uint8Array | null {
  if (frame.includes(0)) return null;
  const decoded = new Uint8Array(frame.length);
  let readAt = 0;
  let writeAt = 0;
  while (readAt < frame.length) {
    const run = frame[readAt++]!;
    const end = readAt + run - 1;
    if (end > frame.length) return null;
    // Copying a short run is faster than making a view of it.
    if (run > 24) {
      decoded.set(frame.subarray(readAt, end), writeAt);
      writeAt += run - 1;
      readAt = end;
    } else while (readAt < end) decoded[writeAt++] = frame[readAt++]!;
    if (run !== 0xff && readAt < frame.length) decoded[writeAt++] = 0;
  }
  return decoded.subarray(0, writeAt);
}
