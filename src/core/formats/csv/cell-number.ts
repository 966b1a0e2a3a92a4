/** Cells that stand for "no value". */
const MISSING = /^(|na|nan|n\/a|null|none|-|--|#n\/a|#num!|1\.#qnan|inf|-inf|\+inf|infinity|-infinity)$/i;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/;
/** Points between groups of three digits, as in 1.234.567,8. */
const GROUPED = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;

/** The number in a cell; NaN where it stands for no value; null where it is neither. */
export function cellNumber(cell: string, decimal: '.' | ','): number | null {
  let text = cell;
  if (decimal === ',') text = GROUPED.test(text) ? text.replaceAll('.', '').replace(',', '.') : text.replace(',', '.');
  if (PLAIN.test(text)) return Number(text.replace(/[dD]/, 'e'));
  return MISSING.test(cell) ? NaN : null;
}
