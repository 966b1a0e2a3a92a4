import { readJsonText } from '../../text/strict-json.ts';
import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import { parseTemplateConditions, TEMPLATE_CONDITIONS, type TemplateConditions } from './template-conditions.ts';
import type { ColumnMeaning, ColumnRole } from '../table/table-column.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { CsvPreview } from './csv-preview.ts';

const ROLES: readonly ColumnRole[] = ['time', 'voltage', 'current', 'current density', 'temperature', 'other', 'ignored'];

/** What a column of a role is measured in. */
const QUANTITIES = {
  time: 'time',
  voltage: 'voltage',
  current: 'current',
  'current density': 'current density',
  temperature: 'temperature',
} as const;

/** A lab's answers on its own tables, kept to be used again. */
export interface CsvTemplate {
  readonly name: string;
  /** Titles of the tables it belongs to, in their order; made-up ones where they have none. */
  readonly titles: readonly string[];
  /** One a column. */
  readonly columns: readonly TemplateColumn[];
  /** For tables without a time column, Hz. */
  readonly sampleRateHz: number | null;
  /** What the lab's rig does not write into its tables; absent is unknown. */
  readonly conditions?: TemplateConditions;
  /** Id of the protocol that was played; null: the recorded voltage says. */
  readonly protocol?: string | null;
  /** What was clamped; null: the table says. */
  readonly clamp?: 'voltage' | 'current' | null;
}

export interface TemplateColumn {
  readonly role: ColumnRole;
  /** Empty: not known yet; such a template can be kept and not be used. */
  readonly unit: string;
  /** Its sign is the other way round. */
  readonly reversed?: boolean;
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
  const open = template.columns.findIndex(({ role, unit }) => unit === '' && role !== 'ignored' && role !== 'other');
  if (open >= 0) {
    throw new FormatError(
      `The template "${shownText(template.name, 40)}" does not say in which unit "${shownText(template.titles[open] ?? '', 40)}" is. ` +
        `Write the unit into it, for instance mV, pA or pA/pF.`,
    );
  }
  return template.columns.map(({ role, unit, reversed }) => ({
    role: role === 'other' ? 'ignored' : role,
    unit,
    certain: true,
    ...(reversed === true ? { reversed } : {}),
  }));
}

/** A template as far as a table shows what it is; what is open is empty or null, to be completed. */
export function templateOfPreview(name: string, { layout, meanings }: Pick<CsvPreview, 'layout' | 'meanings'>) {
  return {
    name,
    titles: layout.titles,
    columns: meanings.map(({ role, unit }) => ({ role, unit })),
    sampleRateHz: null,
    conditions: Object.fromEntries(Object.keys(TEMPLATE_CONDITIONS).map((condition) => [condition, null])),
    protocol: null,
    clamp: null,
  };
}

/** Reads a template from JSON. @throws FormatError naming what is wrong with it */
export function parseCsvTemplate(text: string): CsvTemplate {
  let value: unknown;
  try {
    value = readJsonText(text, { origin: 'The template', advice: 'Correct it, or make it again from a table.' });
  } catch (cause) {
    throw new FormatError((cause as Error).message, { cause });
  }
  const {
    name,
    titles,
    columns,
    sampleRateHz = null,
    conditions = {},
    protocol = null,
    clamp = null,
    ...others
  } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const wrong = (what: string): FormatError => new FormatError(`The template is damaged: ${what}. Make it again from a table.`);
  if (typeof name !== 'string') throw wrong('it has no name');
  if (!Array.isArray(titles) || !titles.every((title) => typeof title === 'string')) throw wrong('its titles are no list of texts');
  if (!Array.isArray(columns) || columns.length !== titles.length) throw wrong('it should have one column a title');
  if (sampleRateHz !== null && !(typeof sampleRateHz === 'number' && sampleRateHz > 0)) throw wrong('its sampling rate is not above 0');
  if (protocol !== null && typeof protocol !== 'string') throw wrong('its protocol is no text');
  if (clamp !== null && clamp !== 'voltage' && clamp !== 'current') throw wrong('its clamp is neither "voltage" nor "current"');
  const stray = Object.keys(others)[0];
  if (stray !== undefined) throw wrong(`it has a field "${shownText(stray, 30)}", which no template has`);
  return {
    name,
    titles,
    conditions: parseTemplateConditions(conditions, wrong),
    protocol,
    clamp,
    columns: columns.map((column: unknown) => {
      const { role, unit, reversed = false } = (typeof column === 'object' && column !== null ? column : {}) as Record<string, unknown>;
      if (!ROLES.includes(role as ColumnRole))
        throw wrong(`a column has the role "${shownText(String(role), 30)}", expected one of ${ROLES.join(', ')}`);
      if (typeof unit !== 'string') throw wrong('a column has no unit');
      const expected = (QUANTITIES as Record<string, string>)[String(role)];
      if (unit !== '' && expected !== undefined && siUnit(unit)?.quantity !== expected)
        throw wrong(`"${shownText(unit, 20)}" is no unit of a ${String(role)}`);
      if (typeof reversed !== 'boolean') throw wrong('"reversed" of a column is neither true nor false');
      return { role: role as ColumnRole, unit, ...(reversed ? { reversed } : {}) };
    }),
    sampleRateHz,
  };
}
