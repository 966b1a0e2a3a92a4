import { TELEGRAPH_TABLES, type KnobMode } from '../../../core/amplifier/telegraph-table.ts';
import type { TelegraphVoltages } from '../../../core/amplifier/telegraph.ts';
import type { ClampMode, TelegraphedAmplifier } from '../../../shared/riglink/index.ts';

/** 10 V, as of most converters. */
const INPUT_MV = 10_000;

/** The amplifier that a simulated device reports in front of it. */
export const simulatedKnobs = (id: string): TelegraphedAmplifier => ({ id, inputFullScaleMv: INPUT_MV });

export interface KnobsAsSet {
  readonly rangePa: number;
  readonly filterHz: number;
  readonly mode: ClampMode;
}

/** Of a whole cell. */
const CAPACITANCE_PF = 60;

/** Telegraph voltages of an amplifier whose operator has set it as the device is set up. @param turned its gain knob, one step further */
export function knobVoltages(id: string, { rangePa, filterHz, mode: clampMode }: KnobsAsSet, turned: boolean): TelegraphVoltages {
  const table = TELEGRAPH_TABLES.find((known) => known.id === id);
  if (table === undefined) throw new Error(`Expected an amplifier of ${TELEGRAPH_TABLES.map((known) => known.id).join(', ')}, got ${id}.`);
  const { gain, filter, mode, capacitancePfPerV } = table;
  const place = gain.values.findIndex((value) => value !== undefined && Math.abs((value * rangePa) / INPUT_MV - 1) < 0.01) + Number(turned);
  const modePlace = mode?.values.lastIndexOf(clampMode satisfies KnobMode) ?? -1;
  const filterPlace = filter?.values.indexOf(filterHz) ?? -1;
  return {
    gainV: gain.firstV + place * gain.stepV,
    filterV: filter === null || filterPlace < 0 ? null : filter.firstV + filterPlace * filter.stepV,
    capacitanceV: capacitancePfPerV === null ? null : CAPACITANCE_PF / capacitancePfPerV,
    modeV: mode === null || modePlace < 0 ? null : mode.firstV + modePlace * mode.stepV,
  };
}
