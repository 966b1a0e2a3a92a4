import { csvReader } from './csv/csv-reader.ts';
import { FormatError } from './format-error.ts';
import type { ImportedFile } from './imported.ts';
import { isHekaTree } from './heka/heka-tree.ts';
import { knownUnread } from './known-unread.ts';
import { ownExport } from './own-export.ts';
import { plausibilityNotes } from './plausibility.ts';
import type { FormatReader, FormatSource, FormatTools } from './reader.ts';
import { READERS } from './registry.ts';

/** The reader of the bytes, by content alone; null where no format is recognised. */
export function sniff(bytes: Uint8Array): FormatReader | null {
  return READERS.find((reader) => reader.recognises(bytes)) ?? null;
}

/** Whether the bytes are a table of text, whose columns a template can explain. */
export function isCsv(bytes: Uint8Array): boolean {
  return bytes.length > 0 && sniff(bytes) === csvReader;
}

/**
 * Reads the recordings of a file of any format that has a reader.
 * @throws FormatError: one sentence or two that say what was expected, what came and what to do
 */
export async function readRecordings(source: FormatSource, tools: FormatTools): Promise<ImportedFile> {
  if (source.bytes.length === 0) throw new FormatError('The file is empty. Copy it again from where it was recorded.');
  const own = ownExport(source.bytes);
  if (own !== null) throw new FormatError(own);
  const reader = sniff(source.bytes) ?? looseRawData(source);
  if (reader === null) {
    throw new FormatError(
      knownUnread(source.bytes) ??
        `The format of this file is not known${textWords(source.bytes)}. Files of these kinds are read: ` +
          `${READERS.map(({ name }) => name).join(', ')}.`,
    );
  }
  const file = await reader.read(source, tools);
  return { ...file, notes: [...new Set([...file.notes, ...plausibilityNotes(file)])] };
}

/** Of a file that is printable from its beginning on: what was meant as a table is not called a binary file. */
function textWords(bytes: Uint8Array): string {
  const isText = bytes.subarray(0, 4096).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  return isText ? ': it is text without two rows of numbers' : '';
}

/** The raw samples of an unbundled HEKA recording have no header; the trees beside them identify it. */
function looseRawData(source: FormatSource): FormatReader | null {
  const tree = knownUnread(source.bytes) === null ? source.companion('.pul') : null;
  if (tree === null || !isHekaTree(tree)) return null;
  const heka = READERS.find((reader) => reader.recognises(tree));
  return heka === undefined
    ? null
    : {
        ...heka,
        read: (raw, tools) =>
          heka.read({ ...raw, bytes: tree, companion: (wanted) => (wanted === '.dat' ? raw.bytes : raw.companion(wanted)) }, tools),
      };
}
