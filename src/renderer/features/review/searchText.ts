import { cultureWords } from '../../../core/trace/culture.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import { dateTime } from '../../ui/quantity.ts';

/** Session files are named by UTC, so that they sort the same everywhere; an operator searches for the local date. */
const UTC_STAMP = /^\d{4}-\d{2}-\d{2}_\d{6}_/;

/** Text that a search covers: cell, date and time as they are shown, and the name of the file without its UTC stamp. */
export function searchText({
  cellName,
  culture,
  createdAt,
  file,
}: Pick<SessionSummary, 'cellName' | 'culture' | 'createdAt' | 'file'>): string {
  const name = (file.split(/[\\/]/).at(-1) ?? '').replace(UTC_STAMP, '');
  return `${cellName} ${cultureWords(culture)} ${dateTime(createdAt)} ${name}`.toLowerCase();
}
