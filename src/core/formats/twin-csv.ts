import type { Twin } from '../twin/twin.ts';
import { withdrawnWhereFailed } from '../twin/fit-failed.ts';
import { originOf } from '../twin/twin-origin.ts';

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
  'informed_by',
  'origin',
  'temperature_c',
  'temperature_source',
] as const;

/**
 * The twin's parameters as CSV, one line each; numbers with all their digits, text quoted where needed. Origin (simulated,
 * recorded, unknown) and temperature (stated, assumed or unknown) hold for the whole twin. They are in every line, so no part of the
 * table loses them.
 */
export function twinToCsv(twin: Twin): string {
  const rows = withdrawnWhereFailed(twin.parameters, twin.fit).map((p) => [
    p.id,
    p.current,
    p.unit,
    p.baseline,
    p.value,
    p.multiplier,
    p.sd,
    p.interval90[0],
    p.interval90[1],
    p.informedBy,
    originOf(twin),
    twin.temperatureC,
    twin.temperatureSource ?? 'unknown',
  ]);
  return `${[TWIN_CSV_COLUMNS, ...rows].map((row) => row.map((cell) => quote(String(cell))).join(',')).join('\n')}\n`;
}

function quote(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
