import { integerBetween, nullable, record, textOf, type Of } from '../schema/index.ts';

/** Longest name of a cell line, characters. */
export const LONGEST_LINE = 100;
export const MOST_PASSAGES = 1000;
/** Of differentiation. */
export const MOST_DAYS = 5000;

const line = textOf(1, LONGEST_LINE);
const passage = integerBetween(0, MOST_PASSAGES);
const day = integerBetween(0, MOST_DAYS);

/** The culture that a cell is from, as its operator stated it; null: not stated. */
export const cultureSchema = record({
  /** Name of the cell line. */
  line: nullable(line),
  passage: nullable(passage),
  /** Of differentiation. */
  day: nullable(day),
});
export type Culture = Of<typeof cultureSchema>;
export const NOT_STATED: Culture = { line: null, passage: null, day: null };
type Field = keyof Culture;

const FIELDS: readonly Field[] = ['line', 'passage', 'day'];
const LABELS: Readonly<Record<Field, string>> = { line: 'Cell line', passage: 'Passage', day: 'Day of differentiation' };

/** As lines of the notes of a session, which is where it is stored: every program that knows notes keeps them. */
export function cultureLines(culture: Culture): string[] {
  return FIELDS.flatMap((field) => {
    const value = culture[field];
    return value === null ? [] : [`${LABELS[field]}: ${plain(String(value))}`];
  });
}

/** What the notes of a session state. A field that they state in two ways, as those of two merged sessions may, is not stated. */
export function cultureOf(notes: string): Culture {
  const stated = notes.split('\n').map(statedBy);
  const only = <F extends Field>(field: F): Culture[F] | null => {
    const values = new Set(stated.flatMap((one) => one?.[field] ?? []));
    return values.size === 1 ? ([...values][0] as Culture[F]) : null;
  };
  return { line: only('line'), passage: only('passage'), day: only('day') };
}

/**
 * The notes of a session with some of its culture stated anew. What they stated of these before stands on a line of its own, which states
 * nothing.
 * @param madeAt ISO 8601
 * @example correctedCulture('Passage: 41', { passage: 42 }, '2026-11-30T10:00:00Z')
 */
export function correctedCulture(notes: string, changes: Partial<Culture>, madeAt: string): string {
  const changed = FIELDS.filter((field) => changes[field] !== undefined);
  const before = cultureOf(notes);
  const was = cultureWords({ ...NOT_STATED, ...Object.fromEntries(changed.map((field) => [field, before[field]])) });
  const kept = notes.split('\n').filter((note) => note !== '' && !changed.some((field) => statedBy(note)?.[field] !== undefined));
  const now = cultureLines({ ...NOT_STATED, ...changes });
  return [...kept, ...now, ...(was === '' ? [] : [`Corrected on ${madeAt.slice(0, 10)}, was ${was}.`])].join('\n');
}

/** The notes of a session without the lines that say no more than its culture. */
export function notesBesideCulture(notes: string): string {
  const lines = new Set(cultureLines(cultureOf(notes)));
  return notes
    .split('\n')
    .filter((one) => !lines.has(one))
    .join('\n');
}

/** 'line WTC-11, passage 42, day 31 of differentiation'; empty where nothing is stated. */
export function cultureWords({ line: name, passage: passages, day: days }: Culture): string {
  return [
    ...(name === null ? [] : [`line ${name}`]),
    ...(passages === null ? [] : [`passage ${passages}`]),
    ...(days === null ? [] : [`day ${days} of differentiation`]),
  ].join(', ');
}

/** On one line, without what steers a screen. */
function plain(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
}

function statedBy(note: string): Partial<Culture> | null {
  const field = FIELDS.find((one) => note.startsWith(`${LABELS[one]}: `));
  if (field === undefined) return null;
  const text = note.slice(LABELS[field].length + 2);
  if (field === 'line') return text.trim() !== '' && text.length <= LONGEST_LINE ? { line: text } : null;
  const most = field === 'day' ? MOST_DAYS : MOST_PASSAGES;
  return /^\d+$/.test(text) && Number(text) <= most ? { [field]: Number(text) } : null;
}
