import { decodeText } from '../decode-text.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedFile, ImportedRecording } from '../imported.ts';
import type { FormatReader } from '../reader.ts';
import { ownNotes } from '../own-notes.ts';
import { MARK_COLUMNS } from '../recording-marks.ts';
import { shownText } from '../shown-text.ts';
import { startsWith } from '../starts-with.ts';
import type { TableColumn } from '../table/table-column.ts';
import { guessColumns } from '../table/guess-columns.ts';
import { tableRecording } from '../table/table-recording.ts';
import { commentConditions } from './comment-conditions.ts';
import type { CsvTemplate } from './csv-template.ts';
import { templateMeanings } from './csv-template.ts';
import { detectLayout } from './detect-layout.ts';
import { readCsvTable, type CsvTable } from './read-table.ts';

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', ' ': 'blanks' } as const;
/** Letters that a text cannot hold: control characters beside tab, line ends and page feed. */
const NO_TEXT = /[\u0000-\u0008\u000e-\u001f]/;

/** Tables of text: CSV, TSV, TXT as people have them. */
export const csvReader: FormatReader = {
  name: 'CSV, TSV, TXT',
  recognises(bytes) {
    const { text } = decodeText(bytes.subarray(0, 1 << 18));
    // Text of Igor and of Spike2 holds tables too, between commands and one below the other.
    return !startsWith(bytes, 'IGOR') && !startsWith(bytes, '"INFORMATION"') && !NO_TEXT.test(text) && detectLayout(text) !== null;
  },
  read: ({ bytes }) => readCsv(bytes),
};

/** @throws FormatError naming the line that is not as the others, or where samples are missing */
export function readCsv(bytes: Uint8Array, template: CsvTemplate | null = null): ImportedFile {
  const { text, encoding } = decodeText(bytes);
  const layout = detectLayout(text);
  if (layout === null)
    throw new FormatError(
      'This text file holds no table of numbers. Expected one row a sample, its values separated by commas, semicolons, tabs or blanks.',
    );
  const notes: string[] = [];
  const table = readCsvTable(text, layout, notes);
  const twice = layout.titles.find((title, i) => layout.titles.indexOf(title) !== i);
  if (twice !== undefined) notes.push(`Two columns are called "${twice.slice(0, 40)}"; choose which one is to be used.`);
  const meanings = template === null ? guessColumns(table.columns) : templateMeanings(template, layout);
  const place = (row: number): string => `Line ${table.line(row)}`;
  const simulated = simulatedColumn(table.columns, place);
  const empty = table.columns.map(({ values }) => values.every(Number.isNaN));
  empty.forEach((none, c) => {
    if (none) notes.push(`Column "${layout.titles[c]!.slice(0, 40)}" has no values and was left out.`);
  });
  const recording = tableRecording(
    {
      columns: table.columns,
      meanings: meanings.map((meaning, c) =>
        empty[c] === true || c === simulated?.index ? { ...meaning, role: 'ignored' as const } : meaning,
      ),
      sampleRateHz: template?.sampleRateHz ?? layout.sampleRateHz,
      place,
    },
    notes,
  );
  notes.push(
    `Read as ${encoding} text, cells between ${DELIMITERS[layout.delimiter]}, decimal ` +
      `${layout.decimal === ',' ? 'comma' : 'point'}, ` +
      `${layout.titleLine === null ? 'no titles' : `titles on line ${layout.titleLine}`}.`,
  );
  const comment = layout.comments.join(' | ') || null;
  // Either mark makes the cell a simulated one: a column may have been cut off, or the lines above.
  const own = ownNotes(layout.comments);
  const conditions = own.conditions ?? commentConditions(layout.comments, notes);
  const marked = own.simulated === true || simulated === null ? {} : { simulated: simulated.value };
  const tags = tagsOf(table, recording);
  return { format: 'CSV', version: null, recordings: [{ ...recording, tags, comment, ...own, conditions, ...marked }], notes };
}

/** Where the rows are one sweep; of several, which one a comment belongs to is not kept. */
function tagsOf({ marks }: CsvTable, { sweeps, sampleRateHz }: ImportedRecording): ImportedRecording['tags'] {
  const [only] = sweeps;
  if (only === undefined || sweeps.length > 1 || sampleRateHz === null) return [];
  return marks.map(({ row, text }) => ({ timeS: only.startS + row / sampleRateHz, text: shownText(text, 200) }));
}

/** The column in which tables of ours say that the cell was simulated: one line that does makes it so. */
function simulatedColumn(
  columns: readonly TableColumn[],
  place: (row: number) => string,
): { readonly index: number; readonly value: boolean } | null {
  const index = columns.findIndex(({ title }) => title.toLowerCase() === MARK_COLUMNS.simulated.toLowerCase());
  const values = columns[index]?.values;
  if (values === undefined) return null;
  const other = values.findIndex((value) => value !== 0 && value !== 1);
  if (other >= 0) throw new FormatError(`${place(other)}: expected 0 or 1 in "${MARK_COLUMNS.simulated}", got ${values[other]}.`);
  return { index, value: values.includes(1) };
}
