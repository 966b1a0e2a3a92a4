import { crc32, deflateSync } from 'node:zlib';

/** Pixels from the top left, three bytes each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Reads the X window dump that Xvfb keeps of its screen: 32 bits per pixel, blue first, as Xvfb makes it on all systems used here. */
export function readXwd(bytes: Buffer): Picture {
  const field = (index: number): number => bytes.readUInt32BE(4 * index);
  const [headerSize, version, width, height, bitsPerPixel, bytesPerLine, colours] = [0, 1, 4, 5, 11, 12, 19].map(field) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (version !== 7 || bitsPerPixel !== 32)
    throw new Error(`Expected a window dump of version 7 with 32 bits a pixel, got version ${version} with ${bitsPerPixel}.`);
  const start = headerSize + 12 * colours;
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const from = start + y * bytesPerLine + 4 * x;
      rgb[to] = bytes[from + 2] ?? 0;
      rgb[to + 1] = bytes[from + 1] ?? 0;
      rgb[to + 2] = bytes[from] ?? 0;
    }
  }
  return { width, height, rgb };
}

/** Number of different colours. */
export function colourCount({ rgb }: Picture): number {
  const seen = new Set<number>();
  for (let i = 0; i < rgb.length; i += 3) seen.add(((rgb[i] ?? 0) << 16) | ((rgb[i + 1] ?? 0) << 8) | (rgb[i + 2] ?? 0));
  return seen.size;
}

export function pngOf({ width, height, rgb }: Picture): Buffer {
  const lines = Buffer.alloc((3 * width + 1) * height);
  for (let y = 0; y < height; y++) lines.set(rgb.subarray(3 * width * y, 3 * width * (y + 1)), (3 * width + 1) * y + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits a channel, red green blue.
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
