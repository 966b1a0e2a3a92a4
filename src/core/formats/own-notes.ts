import { SIMULATED_NOTE } from '../twin/twin-origin.ts';
import { conditionProblem, TEMPLATE_CONDITIONS } from './csv/template-conditions.ts';
import type { ImportedRecording } from './imported.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Whether a text out of a file of ours says that its cell was simulated. */
export function saysSimulated(text: string): boolean {
  // What comes behind it differs: ATF has no comma and no "=".
  return text.trim().startsWith(SIMULATED_NOTE.slice(0, SIMULATED_NOTE.indexOf(';')));
}

/**
 * What the lines above the samples of an exported recording say of it; nothing where they are not ours. Values that cannot be are left out:
 * they are asked for as those of any file.
 * @param notes "key: value" or "key=value", without the marks of a comment
 */
export function ownNotes(notes: readonly string[]): Partial<Pick<ImportedRecording, 'simulated' | 'startedAt' | 'conditions'>> {
  const found = new Map<string, string>();
  for (const note of notes) {
    const parts = /^(\w+)(?:: |=)(.*)$/.exec(note);
    if (parts !== null && !found.has(parts[1]!)) found.set(parts[1]!, parts[2]!.trim());
  }
  const origin = found.get('origin');
  if (origin === undefined || !found.has('recording_hash')) return {};
  const conditions: Record<string, number> = {};
  for (const key of Object.keys(TEMPLATE_CONDITIONS) as (keyof typeof TEMPLATE_CONDITIONS)[]) {
    const text = found.get(key) ?? '';
    const value = text === '' ? NaN : Number(text);
    if (conditionProblem(key, value) === null) conditions[key] = value;
  }
  const startedAt = found.get('started_at') ?? '';
  return {
    ...(saysSimulated(origin) ? { simulated: true } : {}),
    ...(INSTANT.test(startedAt) ? { startedAt } : {}),
    conditions: conditions,
  };
}
