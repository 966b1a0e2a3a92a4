/** A column as it is stored. */
export type Value = null | number | string | Buffer;

/** A varint at a place; null where the bytes end before it does. Beyond 2^53 it is not exact, which no session has. */
export function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    if (i === 8) return { value: value * 256 + byte, end: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return null;
}

/**
 * Whether bytes begin a record of `length` bytes whose columns are of wanted types
 * (https://sqlite.org/fileformat.html#record_format): random bytes hardly ever do.
 */
export function isRecord(begin: Buffer, length: number, wanted: (types: readonly number[]) => boolean): boolean {
  const head = header(begin);
  return head !== null && head.end + head.types.reduce((sum, type) => sum + bytesOf(type), 0) === length && wanted(head.types);
}

/** The columns of a whole record. */
export function recordValues(payload: Buffer): Value[] {
  const head = header(payload);
  if (head === null) return [];
  let at = head.end;
  return head.types.map((type) => {
    const from = at;
    at += bytesOf(type);
    return valueOf(payload.subarray(from, at), type);
  });
}

/** Most columns that a table of a session has are 21. */
const MOST_COLUMNS = 64;

function header(bytes: Buffer): { readonly types: number[]; readonly end: number } | null {
  const size = varint(bytes, 0);
  if (size === null || size.value > bytes.length) return null;
  const types: number[] = [];
  let at = size.end;
  while (at < size.value) {
    const type = varint(bytes, at);
    if (type === null || types.length === MOST_COLUMNS) return null;
    types.push(type.value);
    at = type.end;
  }
  return at === size.value ? { types, end: at } : null;
}

const SHORT = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function bytesOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : (SHORT[type] ?? 0);
}

function valueOf(bytes: Buffer, type: number): Value {
  if (type >= 12) return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString('utf8');
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  return type >= 8 ? type - 8 : bytes.readIntBE(0, bytes.length);
}
