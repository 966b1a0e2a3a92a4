import { crc32 } from '../../node/checksum/crc32.ts';

/** Contents of a column: a text that is not UTF-8, or a value of another type, gives another checksum. */
export type Cell = string | number | bigint | null | Uint8Array | ArrayBuffer;

/** CRC-32 over the columns of a row, in order, as the UTF-8 of their JSON list. */
export function rowCrc32(cells: readonly Cell[]): number {
  return crc32(
    Buffer.from(
      JSON.stringify(
        cells.map((cell) => (cell === null || typeof cell === 'string' || typeof cell === 'number' ? cell : `:${typeof cell}`)),
      ),
    ),
  );
}

/** CRC-32 of a text as UTF-8. */
export function textCrc32(text: string): number {
  return crc32(Buffer.from(text, 'utf8'));
}
