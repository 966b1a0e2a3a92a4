const LITTLE = true;

/**
 * Appends little-endian fields; grows as needed.
 * @throws RangeError where a value does not fit its field: a wrapped value would mean something else to the device
 */
export class ByteWriter {
  private bytes = new Uint8Array(64);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  u8(value: number): this {
    const at = this.reserve(1);
    this.view.setUint8(at, whole(value, 0, 0xff));
    return this;
  }
  u16(value: number): this {
    const at = this.reserve(2);
    this.view.setUint16(at, whole(value, 0, 0xffff), LITTLE);
    return this;
  }
  i16s(values: Int16Array): this {
    const at = this.reserve(2 * values.length);
    for (let i = 0; i < values.length; i++) this.view.setInt16(at + 2 * i, values[i]!, LITTLE);
    return this;
  }
  u32(value: number): this {
    const at = this.reserve(4);
    this.view.setUint32(at, whole(value, 0, 0xffff_ffff), LITTLE);
    return this;
  }
  i32(value: number): this {
    const at = this.reserve(4);
    this.view.setInt32(at, whole(value, -0x8000_0000, 0x7fff_ffff), LITTLE);
    return this;
  }
  /** Whole numbers below 2^53. */
  u64(value: number): this {
    const at = this.reserve(8);
    whole(value, 0, Number.MAX_SAFE_INTEGER);
    this.view.setUint32(at, value % 0x1_0000_0000, LITTLE);
    this.view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), LITTLE);
    return this;
  }
  f32(value: number): this {
    const at = this.reserve(4);
    this.view.setFloat32(at, value, LITTLE);
    return this;
  }
  f64(value: number): this {
    const at = this.reserve(8);
    this.view.setFloat64(at, value, LITTLE);
    return this;
  }
  /** u8 length and UTF-8 bytes; longer text is cut at 255 bytes. */
  text(value: string): this {
    const utf8 = new TextEncoder().encode(value).subarray(0, 255);
    return this.u8(utf8.length).raw(utf8);
  }
  raw(value: Uint8Array): this {
    const at = this.reserve(value.length);
    this.bytes.set(value, at);
    return this;
  }
  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return at;
  }
}

function whole(value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`Expected a whole number from ${least} to ${most} in this field of the line, got ${value}.`);
}

/** Reads little-endian fields. @throws RangeError past the end: the payload is shorter than its type needs. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  get left(): number {
    return this.bytes.length - this.at;
  }
  /** The bytes read so far. */
  get taken(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }
  u8(): number {
    return this.view.getUint8(this.step(1));
  }
  u16(): number {
    return this.view.getUint16(this.step(2), LITTLE);
  }
  i16s(count: number): Int16Array {
    const at = this.step(2 * count);
    const values = new Int16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.view.getInt16(at + 2 * i, LITTLE);
    return values;
  }
  u32(): number {
    return this.view.getUint32(this.step(4), LITTLE);
  }
  i32(): number {
    return this.view.getInt32(this.step(4), LITTLE);
  }
  /** @throws RangeError from 2^53 on, where whole numbers are no longer exact. */
  u64(): number {
    const low = this.u32();
    const value = low + this.u32() * 0x1_0000_0000;
    if (!Number.isSafeInteger(value)) throw new RangeError(`expected a number below 2^53, got ${value}`);
    return value;
  }
  f32(): number {
    return this.view.getFloat32(this.step(4), LITTLE);
  }
  f64(): number {
    return this.view.getFloat64(this.step(8), LITTLE);
  }
  text(): string {
    return new TextDecoder().decode(this.raw(this.u8()));
  }
  raw(count: number): Uint8Array {
    const at = this.step(count);
    return this.bytes.slice(at, at + count);
  }

  private step(count: number): number {
    const at = this.at;
    if (at + count > this.bytes.length) {
      throw new RangeError(`expected at least ${at + count} payload bytes, got ${this.bytes.length}`);
    }
    this.at += count;
    return at;
  }
}
