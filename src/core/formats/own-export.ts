import { decodeText } from './decode-text.ts';

/** What is looked at: model files begin with their notes, the vector of the authors' code ends with them. */
const HEAD_BYTES = 1 << 14;
const PARAMETERS = ['id', 'current', 'unit', 'baseline', 'value', 'multiplier'];
const MEMBERS = ['member', 'ik1_g_K1'];
const MODEL = /Digital twin of [^]{1,600}?Origin: /;
const ADVICE = 'Import its twin.json instead, which holds the twin as a whole: export the twin as JSON.';

/**
 * What an exported twin is that no reader takes, as a sentence; null for all other files. Also where a spreadsheet has saved it again, with
 * a byte order mark, semicolons or quotes.
 */
export function ownExport(bytes: Uint8Array): string | null {
  const { text } = decodeText(bytes.subarray(0, HEAD_BYTES));
  const titles = (text.split(/\r?\n|\r/, 1)[0] ?? '').split(/[,;\t]/).map((title) => title.replace(/^"|"$/g, '').trim());
  const begins = (wanted: readonly string[]): boolean => wanted.every((title, i) => titles[i] === title);
  if (begins(PARAMETERS)) return `This is a table of a twin's parameters, not a recording. ${ADVICE}`;
  if (begins(MEMBERS)) return `This is a table of the cells of a twin's ensemble, not a recording. ${ADVICE}`;
  return MODEL.test(text) ? `This is a twin as a model for another program, not a recording. ${ADVICE}` : null;
}
