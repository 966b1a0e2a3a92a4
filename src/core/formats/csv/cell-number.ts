import { plainMicro } from '../title-unit.ts';
import { siUnit } from '../si-unit.ts';

/** Cells that stand for "no value". */
const MISSING = /^(|na|nan|n\/a|null|none|-|--|#n\/a|#num!|1\.#qnan|inf|-inf|\+inf|infinity|-infinity)$/i;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/;
/** Points between groups of three digits, as in 1.234.567,8. */
const GROUPED = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;
const WITH_UNIT = /^([+-]?[\d.,]+(?:[eEdD][+-]?\d+)?)\s*([^\s\d.,+-].*)$/;
/** A time of day: hours, minutes, seconds with their decimals. */
const CLOCK = /^(\d{1,2}):([0-5]\d):([0-5]\d(?:[.,]\d*)?)$/;

/** A number with the unit that its cell writes; a time of day is in s since midnight. */
export interface CellQuantity {
  readonly value: number;
  readonly unit: string;
}

/** The number in a cell; NaN where it stands for no value; null where it is neither. */
export function cellNumber(cell: string, decimal: '.' | ','): number | null {
  let text = cell;
  if (decimal === ',') text = GROUPED.test(text) ? text.replaceAll('.', '').replace(',', '.') : text.replace(',', '.');
  if (PLAIN.test(text)) return Number(text.replace(/[dD]/, 'e'));
  return MISSING.test(cell) ? NaN : null;
}

/** The number of a cell that has its unit behind it, or that is a time of day; null for any other. */
export function cellQuantity(cell: string, decimal: '.' | ','): CellQuantity | null {
  const clock = CLOCK.exec(cell);
  if (clock !== null) {
    const seconds = cellNumber(clock[3]!, clock[3]!.includes(',') ? ',' : '.');
    return seconds === null ? null : { value: 3600 * Number(clock[1]) + 60 * Number(clock[2]) + seconds, unit: 's' };
  }
  const parts = WITH_UNIT.exec(cell);
  if (parts === null) return null;
  const unit = plainMicro(parts[2]!.trim());
  const value = siUnit(unit) === null ? null : cellNumber(parts[1]!, decimal);
  return value === null ? null : { value, unit };
}

/** Whether a cell is a time of day. */
export function isClock(cell: string): boolean {
  return CLOCK.test(cell);
}
