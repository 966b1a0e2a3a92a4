import type { ScopeReading, ScopeState } from '../../../../shared/contract/scope-schema.ts';

/** Readings on screen: an hour at two a second. */
const MOST = 7200;

export interface Trend {
  readonly readings: readonly ScopeReading[];
}

export const NO_TREND: Trend = { readings: [] };

/** Adds a reading that is new; one with a smaller number is of another device, whose trend begins anew. */
export function withReading(trend: Trend, scope: ScopeState | null): Trend {
  const reading = scope?.reading ?? null;
  const last = trend.readings.at(-1);
  if (reading === null || reading.number === last?.number) return trend;
  if (last !== undefined && reading.number < last.number) return { readings: [reading] };
  return { readings: [...trend.readings.slice(1 - MOST), reading] };
}
