import type { TwinAccess } from './twin.ts';

/**
 * What was measured of the electrode and how it was used, for a table.
 * @example accessWords(twin.clamp.access) // '20 MΩ, 45 pF, 80 % compensated, as stated with the recording: 0.18 ms expected'
 */
export function accessWords(access: TwinAccess | null): string {
  if (access === null) return 'not stated; a usual electrode was assumed';
  const { from, seriesResistanceMohm, membraneCapacitancePf, compensationPercent, expectedMs } = access;
  const compensated = compensationPercent === null ? 'compensation not stated' : `${shown(compensationPercent)} % compensated`;
  const by = from === 'steps' ? 'by the recording’s own steps' : 'as stated with the recording';
  const used = expectedMs === null ? 'not plausible, not used' : `${shown(expectedMs)} ms expected`;
  return `${shown(seriesResistanceMohm)} MΩ, ${shown(membraneCapacitancePf)} pF, ${compensated}, ${by}: ${used}`;
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));
