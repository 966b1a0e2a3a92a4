import type { SessionPages } from './session-pages.ts';
import { isRecord, recordValues, varint, type Value } from './record.ts';

/** A row as it lies on a page. */
export interface LeafRow {
  readonly rowid: number;
  /** Its columns in order; the number of the row itself is null where it is one of them. */
  readonly values: readonly Value[];
}

/** A table b-tree leaf page (https://sqlite.org/fileformat.html#b_tree_pages). */
const LEAF = 0x0d;
const LONGEST_ROW = 32 * 1024 * 1024;

/** Which rows are read: by their types of columns, known before their contents. */
export type WantedRow = (types: readonly number[]) => boolean;

/**
 * Finds the rows of a table on any leaf page, whatever leads to that page: a table whose inner pages are lost still has its rows. The
 * contents are not proved; the checksum of the row does that.
 */
export class LeafRows {
  readonly #pages: SessionPages;
  /** A damaged file can lead every row over all its pages: no more are followed in total than ten times those that there are. */
  #most: number;

  constructor(pages: SessionPages) {
    this.#pages = pages;
    this.#most = 10 * pages.count + 1000;
  }

  *on(number: number, wanted: WantedRow): Generator<LeafRow> {
    const begin = number === 1 ? 100 : 0;
    if (this.#pages.page(number)[begin] !== LEAF) return;
    const page = Buffer.from(this.#pages.page(number));
    const cells = Math.min(page.readUInt16BE(begin + 3), (page.length - begin - 8) >> 1);
    for (let i = 0; i < cells; i++) {
      const row = this.#cell(page, page.readUInt16BE(begin + 8 + 2 * i), wanted);
      if (row !== null) yield row;
    }
  }

  #cell(page: Buffer, at: number, wanted: WantedRow): LeafRow | null {
    const length = varint(page, at);
    const rowid = length && varint(page, length.end);
    if (!length || !rowid || length.value < 2 || length.value > LONGEST_ROW) return null;
    const local = localBytes(length.value, page.length);
    if (rowid.end + local > page.length) return null;
    const begin = page.subarray(rowid.end, rowid.end + local);
    if (!isRecord(begin, length.value, wanted)) return null;
    const payload = this.#whole(begin, length.value, page, rowid.end + local);
    return payload && { rowid: rowid.value, values: recordValues(payload) };
  }

  /** With the overflow pages, which follow one another; null where one of them is not there. */
  #whole(begin: Buffer, length: number, page: Buffer, linkAt: number): Buffer | null {
    if (begin.length === length) return begin;
    if (linkAt + 4 > page.length) return null;
    const whole = Buffer.alloc(length);
    let done = begin.copy(whole);
    for (let next = page.readUInt32BE(linkAt); done < length;) {
      if (next < 2 || next > this.#pages.count || this.#most-- <= 0) return null;
      const part = this.#pages.page(next);
      done += part.copy(whole, done, 4);
      next = part.readUInt32BE(0);
    }
    return whole;
  }
}

/** Bytes of a row that lie on its leaf page (https://sqlite.org/fileformat.html#cell_payload_overflow_pages). */
function localBytes(length: number, usable: number): number {
  const most = usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const some = least + ((length - least) % (usable - 4));
  return some <= most ? some : least;
}
