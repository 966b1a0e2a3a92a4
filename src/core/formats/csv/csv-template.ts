import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import type { ColumnMeaning, ColumnRole } from '../table/table-column.ts';
import type { CsvLayout } from './csv-layout.ts';

const ROLES: readonly ColumnRole[] = ['time', 'voltage', 'current', 'current density', 'temperature', 'other', 'ignored'];

/** A lab's answers on its own tables, kept to be used again. */
export interface CsvTemplate {
  readonly name: string;
  /** Titles of the tables it belongs to, in their order; made-up ones where they have none. */
  readonly titles: readonly string[];
  /** One a column. */
  readonly columns: readonly { readonly role: ColumnRole; readonly unit: string }[];
  /** For tables without a time column, Hz. */
  readonly sampleRateHz: number | null;
}

/** Whether a template was made for tables like this one. */
export function templateFits(template: CsvTemplate, layout: CsvLayout): boolean {
  return template.titles.length === layout.titles.length && template.titles.every((title, i) => title === layout.titles[i]);
}

/** The meaning of each column by the template; it counts as certain. @throws FormatError when it was made for other tables */
export function templateMeanings(template: CsvTemplate, layout: CsvLayout): ColumnMeaning[] {
  if (!templateFits(template, layout)) {
    throw new FormatError(
      `The template "${shownText(template.name, 40)}" is for the columns ${shownText(template.titles.join(', '), 100)}; this ` +
        `table has ${shownText(layout.titles.join(', '), 100)}. Choose another one.`,
    );
  }
  return template.columns.map(({ role, unit }) => ({ role, unit, certain: true }));
}

/** Reads a template from JSON. @throws FormatError naming what is wrong with it */
export function parseCsvTemplate(text: string): CsvTemplate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError('The template is no JSON. Make it again from a table.', { cause });
  }
  const {
    name,
    titles,
    columns,
    sampleRateHz = null,
  } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const wrong = (what: string): FormatError => new FormatError(`The template is damaged: ${what}. Make it again from a table.`);
  if (typeof name !== 'string') throw wrong('it has no name');
  if (!Array.isArray(titles) || !titles.every((title) => typeof title === 'string')) throw wrong('its titles are no list of texts');
  if (!Array.isArray(columns) || columns.length !== titles.length) throw wrong('it should have one column a title');
  if (sampleRateHz !== null && !(typeof sampleRateHz === 'number' && sampleRateHz > 0)) throw wrong('its sampling rate is not above 0');
  return {
    name,
    titles,
    columns: columns.map((column: unknown) => {
      const { role, unit } = (typeof column === 'object' && column !== null ? column : {}) as Record<string, unknown>;
      if (!ROLES.includes(role as ColumnRole))
        throw wrong(`a column has the role "${shownText(String(role), 30)}", expected one of ${ROLES.join(', ')}`);
      if (typeof unit !== 'string') throw wrong('a column has no unit');
      return { role: role as ColumnRole, unit };
    }),
    sampleRateHz,
  };
}
