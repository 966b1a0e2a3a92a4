import { closeSync, openSync, readSync } from 'node:fs';
import { csvPreview } from '../../../core/formats/csv/csv-preview.ts';
import type { TablePreview } from '../../../shared/contract/import-schemas.ts';
import { guarded } from '../storage-error.ts';

/** Enough to see what a table is. */
const BYTES = 1 << 21;

/** What the columns of a table of text may be, from its beginning. @throws FormatError when it holds no table */
export function previewTable(path: string): Omit<TablePreview, 'kept'> {
  const bytes = guarded('Reading a table', path, () => {
    const descriptor = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(BYTES);
      const read = readSync(descriptor, buffer);
      // The line that is cut off is none of the table; in UTF-16 a zero follows the line end.
      const end = buffer.lastIndexOf(10) + 1;
      return buffer.subarray(0, read < BYTES || end === 0 ? read : buffer[end] === 0 ? end + 1 : end);
    } finally {
      closeSync(descriptor);
    }
  });
  const { layout, rows, meanings, questions } = csvPreview(bytes);
  return {
    titles: [...layout.titles],
    rows: rows.map((row) => [...row]),
    columns: meanings.map(({ role, unit, certain }) => ({ role, unit, certain })),
    questions: [...questions],
  };
}
