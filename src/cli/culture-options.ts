import { existsSync } from 'node:fs';
import { LONGEST_LINE, MOST_DAYS, MOST_PASSAGES, NOT_STATED, type Culture } from '../core/trace/culture.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** What --line, --passage and --day state; a field that no option names is left out. @throws UsageError for one out of bounds */
export function statedCulture(args: Arguments): Partial<Culture> {
  const line = args.text('line')?.trim();
  const passage = args.number('passage', { min: 0, max: MOST_PASSAGES, whole: true });
  const day = args.number('day', { min: 0, max: MOST_DAYS, whole: true });
  if (line !== undefined && (line === '' || line.length > LONGEST_LINE))
    throw new UsageError(`--line: expected 1 to ${LONGEST_LINE} characters, got ${line.length}.`);
  return { ...(line === undefined ? {} : { line }), ...(passage === undefined ? {} : { passage }), ...(day === undefined ? {} : { day }) };
}

/**
 * --line, --passage and --day, for a session that is made.
 * @throws UsageError where the session exists: its culture was stated when it was made
 */
export function cultureOfOptions(args: Arguments, session: string): Culture {
  const stated = statedCulture(args);
  if (Object.keys(stated).length === 0) return NOT_STATED;
  if (existsSync(session))
    throw new UsageError(
      `${session} exists, and --line, --passage and --day are for a new session. Leave them out, or correct them by "session rename".`,
    );
  return { ...NOT_STATED, ...stated };
}
