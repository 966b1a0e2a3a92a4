import { conditionProblem, TEMPLATE_CONDITIONS } from '../../../core/formats/csv/template-conditions.ts';
import type { SentTemplate, TablePreview } from '../../../shared/contract/import-schemas.ts';

type Role = SentTemplate['columns'][number]['role'];
type Condition = keyof typeof TEMPLATE_CONDITIONS;

export interface DraftColumn {
  readonly role: Role;
  readonly unit: string;
  readonly reversed: boolean;
}

/** A template as it stands in the fields of the dialog. */
export interface ColumnDraft {
  readonly name: string;
  readonly columns: readonly DraftColumn[];
  readonly rateHz: string;
  readonly clamp: '' | 'voltage' | 'current';
  readonly conditions: Readonly<Partial<Record<Condition, string>>>;
}

export const ROLES: readonly Role[] = ['time', 'voltage', 'current', 'current density', 'temperature', 'ignored'];
/** Units that a column of a role may be in. */
export const UNITS: Readonly<Record<Role, readonly string[]>> = {
  time: ['s', 'ms', 'us', 'min'],
  voltage: ['mV', 'V'],
  current: ['pA', 'nA', 'uA', 'A'],
  'current density': ['pA/pF', 'A/F'],
  temperature: ['deg C'],
  other: [],
  ignored: [],
};
export const CONDITIONS = (Object.keys(TEMPLATE_CONDITIONS) as Condition[]).map((id) => ({ id, ...TEMPLATE_CONDITIONS[id] }));

/** The answers of the last time where there are some, else what the table itself says. */
export function draftOf(preview: TablePreview, kept: SentTemplate | null, fileName: string): ColumnDraft {
  const fits =
    kept !== null && kept.titles.length === preview.titles.length && kept.titles.every((title, i) => title === preview.titles[i]);
  if (fits) {
    return {
      name: kept.name,
      columns: kept.columns.map(({ role, unit, reversed = false }) => ({ role, unit, reversed })),
      rateHz: kept.sampleRateHz === null ? '' : String(kept.sampleRateHz),
      clamp: kept.clamp ?? '',
      conditions: Object.fromEntries(Object.entries(kept.conditions).map(([id, value]) => [id, String(value)])),
    };
  }
  return {
    name: fileName.replace(/\.[^.]+$/, ''),
    columns: preview.columns.map(({ role, unit }) => ({ role: role === 'other' ? 'ignored' : role, unit, reversed: false })),
    rateHz: '',
    clamp: '',
    conditions: {},
  };
}

/** The template, or null with what is wrong: of conditions by their names, of the rest under "columns". */
export function templateOfDraft(
  preview: TablePreview,
  draft: ColumnDraft,
): { readonly template: SentTemplate | null; readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const conditions: Record<string, number> = {};
  for (const { id } of CONDITIONS) {
    const text = (draft.conditions[id] ?? '').trim().replace(',', '.');
    if (text === '') continue;
    const value = Number(text);
    const problem = conditionProblem(id, Number.isNaN(value) ? text : value);
    if (problem === null) conditions[id] = value;
    else problems[id] = `${problem[0]?.toUpperCase() ?? ''}${problem.slice(1)}.`;
  }
  const rate = draft.rateHz.trim() === '' ? null : Number(draft.rateHz.replace(',', '.'));
  const hasTime = draft.columns.some(({ role }) => role === 'time');
  const open = draft.columns.findIndex(({ role, unit }) => unit === '' && UNITS[role].length > 0);
  const count = (...roles: readonly Role[]): number => draft.columns.filter(({ role }) => roles.includes(role)).length;
  if (open >= 0) problems['columns'] = `Say in which unit "${preview.titles[open] ?? ''}" is.`;
  else if (!hasTime && !(rate !== null && rate > 0)) problems['columns'] = 'Say the sampling rate, or which column holds the time.';
  else if (count('time') > 1) problems['columns'] = 'Two columns hold the time; ignore one.';
  else if (count('voltage', 'current', 'current density') === 0) problems['columns'] = 'Say which column holds the voltage or the current.';
  if (draft.name.trim() === '') problems['columns'] ??= 'Name these answers.';
  if (Object.keys(problems).length > 0) return { template: null, problems };
  const template: SentTemplate = {
    name: draft.name.trim().slice(0, 200),
    titles: preview.titles,
    columns: draft.columns.map(({ role, unit, reversed }) => ({ role, unit, ...(reversed ? { reversed } : {}) })),
    sampleRateHz: hasTime ? null : rate,
    conditions,
    protocol: null,
    clamp: draft.clamp === '' ? null : draft.clamp,
  };
  return { template, problems };
}
