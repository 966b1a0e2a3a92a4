import type { Twin } from '../twin/twin.ts';

export const TWIN_CSV_COLUMNS = [
  'id',
  'current',
  'unit',
  'baseline',
  'value',
  'multiplier',
  'multiplier_sd',
  'multiplier_p05',
  'multiplier_p95',
  'told_by',
] as const;

/** The twin's parameters as CSV, one line each; numbers with all their digits, text quoted where needed. */
export function twinToCsv(twin: Twin): string {
  const rows = twin.parameters.map((p) => [
    p.id,
    p.current,
    p.unit,
    p.baseline,
    p.value,
    p.multiplier,
    p.sd,
    p.interval90[0],
    p.interval90[1],
    p.toldBy,
  ]);
  return `${[TWIN_CSV_COLUMNS, ...rows].map((row) => row.map((cell) => quote(String(cell))).join(',')).join('\n')}\n`;
}

function quote(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
