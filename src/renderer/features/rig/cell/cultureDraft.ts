import { LONGEST_LINE, MOST_DAYS, MOST_PASSAGES, type Culture } from '../../../../core/trace/culture.ts';
import { localDateTime } from '../../../../shared/local-time.ts';

/** The culture of the next cell as it is being typed; an empty field is not stated. */
export interface CultureDraft {
  readonly line: string;
  readonly passage: string;
  /** Of differentiation. */
  readonly day: string;
  /** Local date on which the day was typed, as '2026-03-14': on another date it is another day. */
  readonly typedOn: string;
}
export const EMPTY_CULTURE: CultureDraft = { line: '', passage: '', day: '', typedOn: '' };

const KEPT_AS = 'rig-culture';

export function localDay(now: Date): string {
  return localDateTime(now.toISOString()).slice(0, 10);
}

/** What cannot be stored with a new session. */
export function cultureProblems(draft: CultureDraft, today: string): Readonly<Record<keyof Culture, string | null>> {
  const { line, passage, day, typedOn } = draft;
  const stale = day.trim() !== '' && typedOn !== today;
  return {
    line: line.trim().length > LONGEST_LINE ? `At most ${LONGEST_LINE} characters.` : null,
    passage: isWhole(passage, MOST_PASSAGES) ? null : `0 to ${MOST_PASSAGES}, or empty.`,
    day: !isWhole(day, MOST_DAYS) ? `0 to ${MOST_DAYS}, or empty.` : stale ? `Was typed on ${typedOn}.` : null,
  };
}

/** What is asked for a new session, of a draft without problems; nothing where nothing is stated. */
export function cultureWish({ line, passage, day }: CultureDraft): { readonly culture?: Culture } {
  if ([line, passage, day].every((text) => text.trim() === '')) return {};
  const number = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  return { culture: { line: line.trim() === '' ? null : line.trim(), passage: number(passage), day: number(day) } };
}

/** Kept for the next cell, also over a restart. */
export function keepCulture(draft: CultureDraft): void {
  localStorage.setItem(KEPT_AS, JSON.stringify(draft));
}

/** What was stated last, for the next cell: the day only of this date. */
export function keptCulture(today: string): CultureDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return EMPTY_CULTURE;
    const { line, passage, day, typedOn } = kept as Record<string, unknown>;
    if (![line, passage, day, typedOn].every((value) => typeof value === 'string')) return EMPTY_CULTURE;
    return typedOn === today ? (kept as CultureDraft) : { ...(kept as CultureDraft), day: '', typedOn: '' };
  } catch (error) {
    if (error instanceof SyntaxError) return EMPTY_CULTURE;
    throw error;
  }
}

function isWhole(text: string, most: number): boolean {
  return text.trim() === '' || (/^\d+$/.test(text.trim()) && Number(text) <= most);
}
