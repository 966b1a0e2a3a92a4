/**
 * Batch files of HEKA's PatchMaster and EPCMaster: a program writes commands to one, the other answers in the second. An index that grows
 * pairs them; the first byte of the commands says whether they are whole.
 */
export const BATCH_FILES = { commands: 'E9Batch.In', answers: 'E9Batch.Out' } as const;
/** Eight digits. */
export const LAST_INDEX = 99_999_999;
/** First byte of commands: still being written, ready. */
export const BATCH_MARK = { unfinished: '-', ready: '+' } as const;

/**
 * Commands as they are first written, unfinished; the first byte is then overwritten by BATCH_MARK.ready.
 * @throws Error for an index that does not fit, a command with a line end
 * @example
 * batchText(7, ['GetEpcParams-1 Mode']); // '-00000007\nGetEpcParams-1 Mode\n\n'
 */
export function batchText(index: number, commands: readonly string[]): string {
  if (!Number.isInteger(index) || index < 1 || index > LAST_INDEX)
    throw new Error(`Expected an index of 1 to ${LAST_INDEX}, got ${index}.`);
  const bad = commands.find((command) => command === '' || /[\r\n]/.test(command));
  if (bad !== undefined) throw new Error(`Expected a command of one line, got "${bad}".`);
  return `${BATCH_MARK.unfinished}${String(index).padStart(8, '0')}\n${commands.join('\n')}\n\n`;
}

export interface Batch {
  readonly index: number;
  /** Commands, or answers in their order. */
  readonly lines: readonly string[];
}

/** Commands that are ready; null while they are not. */
export function readBatch(text: string): Batch | null {
  return text.startsWith(BATCH_MARK.ready) ? readLines(text) : null;
}

/** Answers, or commands ready or not; null where the file does not begin with an index. */
export function readAnswers(text: string): Batch | null {
  return readLines(text);
}

export const answersText = (index: number, answers: readonly string[]): string =>
  [String(index), ...answers].map((line) => `${line}\n`).join('');

function readLines(text: string): Batch | null {
  const [first = '', ...lines] = text.split(/\r?\n/);
  if (!/^[+-]?\d{1,8}$/.test(first.trim())) return null;
  return { index: Math.abs(Number(first)), lines: lines.filter((line) => line.trim() !== '') };
}
