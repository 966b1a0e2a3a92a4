import { existsSync } from 'node:fs';
import { LONGEST_LINE, MOST_DAYS, MOST_PASSAGES, NOT_STATED, type Culture } from '../core/trace/culture.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/**
 * --line, --passage and --day, for a session that is made.
 * @throws UsageError where the session exists: its culture was stated when it was made
 */
export function cultureOfOptions(args: Arguments, session: string): Culture {
  const line = args.text('line')?.trim() ?? null;
  const passage = args.number('passage', { min: 0, max: MOST_PASSAGES, whole: true }) ?? null;
  const day = args.number('day', { min: 0, max: MOST_DAYS, whole: true }) ?? null;
  if (line !== null && (line === '' || line.length > LONGEST_LINE))
    throw new UsageError(`--line: expected 1 to ${LONGEST_LINE} characters, got ${line.length}.`);
  if (line === null && passage === null && day === null) return NOT_STATED;
  if (existsSync(session))
    throw new UsageError(
      `${session} exists, and --line, --passage and --day are for a new session. Leave them out, or record into another file.`,
    );
  return { line, passage, day };
}
