import { FormatError } from './format-error.ts';

/** Numbers and text at places of a file; a place outside the file is an error, never a wrong value. */
export class ByteReader {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  readonly littleEndian: boolean;
  /** What is read, for messages. */
  private readonly what: string;

  constructor(bytes: Uint8Array, what: string, littleEndian = true) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.what = what;
    this.littleEndian = littleEndian;
  }

  get length(): number {
    return this.bytes.length;
  }

  /** @throws FormatError unless the file has `count` bytes at `at` */
  need(at: number, count: number): void {
    if (!(Number.isSafeInteger(at) && Number.isSafeInteger(count) && at >= 0 && count >= 0 && at + count <= this.bytes.length)) {
      throw new FormatError(
        `This ${this.what} is cut off or damaged: its header points at ${count} bytes from byte ${at}, but the file has ` +
          `${this.bytes.length}. Copy it again from where it was recorded.`,
      );
    }
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.view.getUint8(at);
  }

  i16(at: number): number {
    this.need(at, 2);
    return this.view.getInt16(at, this.littleEndian);
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.view.getUint16(at, this.littleEndian);
  }

  i32(at: number): number {
    this.need(at, 4);
    return this.view.getInt32(at, this.littleEndian);
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.view.getUint32(at, this.littleEndian);
  }

  /** @throws FormatError too where the number is beyond what a double holds exactly */
  i64(at: number): number {
    this.need(at, 8);
    const value = Number(this.view.getBigInt64(at, this.littleEndian));
    if (!Number.isSafeInteger(value)) throw new FormatError(`This ${this.what} is damaged: a count at byte ${at} is ${value}.`);
    return value;
  }

  f32(at: number): number {
    this.need(at, 4);
    return this.view.getFloat32(at, this.littleEndian);
  }

  f64(at: number): number {
    this.need(at, 8);
    return this.view.getFloat64(at, this.littleEndian);
  }

  /** Latin-1 text up to the first NUL, trimmed; a micro sign becomes u, as independent readers write it. */
  text(at: number, length: number): string {
    this.need(at, length);
    return latin1(this.bytes.subarray(at, at + length));
  }

  slice(at: number, length: number): Uint8Array {
    this.need(at, length);
    return this.bytes.subarray(at, at + length);
  }
}

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) break;
    text += byte === 0xb5 ? 'u' : String.fromCharCode(byte);
  }
  return text.trim();
}
