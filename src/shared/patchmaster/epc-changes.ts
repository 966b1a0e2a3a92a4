import { EPC_COMMAND_GAINS_PA_V, EPC_GAINS_MV_PA, EPC_MODES, type EpcMode, type EpcState } from './epc-settings.ts';

/** What can be changed; what is absent stays. */
export interface EpcChange {
  readonly mode?: EpcMode;
  readonly gainMvPa?: number;
  readonly commandGainPaV?: number;
  /** mV/V. */
  readonly externalMvV?: number;
}

/** Commands of a change. @throws Error for a gain that the amplifier does not have */
export function epcCommands(amplifier: number, { mode, gainMvPa, commandGainPaV, externalMvV }: EpcChange): string[] {
  return [
    `Set E Ampl${amplifier} TRUE`,
    ...(mode === undefined ? [] : [`Set E Mode ${EPC_MODES[mode]}`]),
    ...(gainMvPa === undefined ? [] : [`Set E Gain ${placeOf(gainMvPa, EPC_GAINS_MV_PA, 'mV/pA')}`]),
    ...(commandGainPaV === undefined ? [] : [`Set E CCGain ${placeOf(commandGainPaV, EPC_COMMAND_GAINS_PA_V, 'pA/V')}`]),
    ...(externalMvV === undefined ? [] : [`Set E ExtScale ${externalMvV / 1000}`]),
  ];
}

/** The first thing that is not as it was to be, in words; null: all is. */
export function epcDifference(state: EpcState, change: EpcChange): string | null {
  const { mode, ...numbers } = change;
  if (mode !== undefined && state.mode !== mode) return `mode ${mode}, PatchMaster reports ${state.mode}`;
  const words = {
    gainMvPa: ['a gain of', 'mV/pA'],
    commandGainPaV: ['a current command of', 'pA/V'],
    externalMvV: ['an external command of', 'mV/V'],
  } as const;
  for (const [key, value] of Object.entries(numbers) as [keyof typeof words, number][]) {
    const [what, unit] = words[key];
    if (Math.abs(state[key] - value) > 1e-3 * Math.abs(value)) return `${what} ${value} ${unit}, PatchMaster reports ${state[key]}`;
  }
  return null;
}

function placeOf(gain: number, gains: readonly (number | null)[], unit: string): number {
  const place = gains.findIndex((known) => known !== null && Math.abs(known / gain - 1) < 1e-6);
  if (place < 0)
    throw new Error(`Expected a gain of ${gains.filter((known) => known !== null).join(', ')} ${unit}, got ${gain}. Choose one.`);
  return place;
}
