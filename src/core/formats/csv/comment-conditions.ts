import { siUnit } from '../si-unit.ts';
import { shownText } from '../shown-text.ts';
import { plainMicro } from '../title-unit.ts';
import { cellNumber } from './cell-number.ts';
import { conditionProblem, TEMPLATE_CONDITIONS, type TemplateConditions } from './template-conditions.ts';

type Condition = keyof typeof TEMPLATE_CONDITIONS;

const CELSIUS = /^(°\s?c|deg\s?c|degrees?\s?c(elsius)?|celsius|c)$/i;
const HERTZ: Readonly<Record<string, number>> = { hz: 1, khz: 1e3 };

/** Of an SI quantity, in a unit of the condition. */
const ofSi =
  (quantity: string, per: number) =>
  (unit: string): number | null => {
    const si = siUnit(unit);
    return si?.quantity === quantity ? si.factor * per : null;
  };

/** Names that people give a condition, and what one of a unit is in its own; null: no unit of it. */
const KNOWN: readonly { readonly condition: Condition; readonly names: RegExp; readonly factor: (unit: string) => number | null }[] = [
  {
    condition: 'membraneCapacitancePf',
    names: /^(cm|c_m|cmem|cslow|c-slow|cell capacitance|(whole[- ]cell |membrane )?capacitance)$/i,
    factor: ofSi('capacitance', 1e12),
  },
  {
    condition: 'seriesResistanceMohm',
    names: /^(rs|r_s|ra|r_a|rseries|raccess|(series|access) resistance)$/i,
    factor: ofSi('resistance', 1e-6),
  },
  { condition: 'temperatureC', names: /^(t|temp|(bath )?temperature|bath temp)$/i, factor: (unit) => (CELSIUS.test(unit) ? 1 : null) },
  {
    condition: 'compensationPercent',
    names: /^((rs|series resistance) )?(compensation|correction)$/i,
    factor: (unit) => (unit === '%' ? 1 : null),
  },
  { condition: 'predictionPercent', names: /^((rs|series resistance) )?prediction$/i, factor: (unit) => (unit === '%' ? 1 : null) },
  {
    condition: 'filterHz',
    names: /^((low[- ]?pass|bessel)( filter)?|filter|cut-?off)( frequency)?$/i,
    factor: (unit) => HERTZ[unit.toLowerCase()] ?? null,
  },
];

/** "Cm: 53.3 pF", "Cm (pF) = 53,3", "Cm 53.3pF". */
const STATEMENT = /^([a-z][\w -]*?)\s*(?:[([]\s*([^()[\]]+?)\s*[)\]])?\s*(?:[:=]\s*|\s+)([+-]?\d+(?:[.,]\d+)?)\s*([^\d\s.,].*)?$/i;

/**
 * Conditions that the comment lines of a table state by a usual name, with their unit; a value without a unit is not guessed at. The first
 * of two counts.
 * @param notes gets what was read, and what was not believed
 */
export function commentConditions(comments: readonly string[], notes: string[]): TemplateConditions {
  const found: Partial<Record<Condition, number>> = {};
  for (const statement of comments.flatMap((comment) => comment.split(/[,;|]\s+|[;|]/))) {
    const read = conditionIn(statement.trim());
    if (read === null) continue;
    const { condition, value } = read;
    const { label, unit } = TEMPLATE_CONDITIONS[condition];
    const first = found[condition];
    const problem = conditionProblem(condition, value);
    const quoted = `The comment above the table says "${shownText(statement.trim(), 60)}"`;
    if (problem !== null) notes.push(`${quoted}, which was not used: ${problem}.`);
    else if (first === undefined) {
      found[condition] = value;
      notes.push(`${quoted}: ${label.toLowerCase()} ${value} ${unit}.`);
    } else if (first !== value)
      notes.push(`${quoted}, but also ${first} ${unit}; the first one, ${first} ${unit}, is used, not ${value} ${unit}.`);
  }
  return found;
}

function conditionIn(statement: string): { readonly condition: Condition; readonly value: number } | null {
  const parts = STATEMENT.exec(statement);
  const known = KNOWN.find(({ names }) => names.test(parts?.[1]?.trim() ?? ''));
  if (parts === null || known === undefined) return null;
  const unit = plainMicro((parts[4] ?? parts[2] ?? '').trim());
  const factor = known.factor(unit);
  const value = cellNumber(parts[3]!, parts[3]!.includes(',') ? ',' : '.');
  return factor === null || value === null ? null : { condition: known.condition, value: Number((value * factor).toPrecision(7)) };
}
