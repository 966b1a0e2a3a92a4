import type { Twin } from '../twin/twin.ts';
import { withdrawnWhereFailed } from '../twin/fit-failed.ts';
import { csvLine } from './csv-cells.ts';
import { twinFacts } from './export/twin-facts.ts';

const OWN_COLUMNS = [
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
] as const;

/**
 * The twin's parameters as CSV, one line each; numbers with all their digits, text quoted where needed. What holds for the whole twin
 * stands in every line, so that no part of the table loses it: origin (simulated, recorded, unknown), temperature with whether it was
 * stated, assumed, or neither is known, and where the twin comes from.
 */
export function twinToCsv(twin: Twin): string {
  const facts = twinFacts(twin);
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
    ...Object.values(facts),
  ]);
  return [[...OWN_COLUMNS, ...Object.keys(facts)], ...rows].map(csvLine).join('');
}
