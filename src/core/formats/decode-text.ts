import { FormatError } from './format-error.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Longest text that a string of the engine holds. */
const MOST_BYTES = 500_000_000;

/** The encoding a text file is in: by its byte order mark, by NULs between letters (UTF-16), by being valid UTF-8, else Windows-1252. */
export function textEncoding(bytes: Uint8Array): { readonly encoding: TextEncodingName; readonly markBytes: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const head = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  head.forEach((byte, i) => {
    if (byte === 0 && i % 2 === 0) even++;
    else if (byte === 0) odd++;
  });
  const pairs = head.length / 2;
  if (odd > 0.4 * pairs && even < 0.05 * pairs) return { encoding: 'utf-16le', markBytes: 0 };
  if (even > 0.4 * pairs && odd < 0.05 * pairs) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: isUtf8(bytes) ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

/** @throws FormatError where the text is longer than can be held */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncodingName } {
  if (bytes.length > MOST_BYTES) {
    throw new FormatError(
      `This text file has ${Math.round(bytes.length / 1e6)} MB; at most ${MOST_BYTES / 1e6} MB of text can be read at once. ` +
        `Split it, or save the recording in a binary format.`,
    );
  }
  const { encoding, markBytes } = textEncoding(bytes);
  return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(markBytes)), encoding };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character may be split at the end of the first megabyte: streaming waits for its rest.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 1 << 20), { stream: bytes.length > 1 << 20 });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
