import type { EpatchModel, SwitchBit } from './model.ts';

/** Everything that the switches of an ePatch set. */
export interface SwitchState {
  readonly mode: 'VC' | 'CC';
  /** Place of the current range and of the rate in the model's lists. */
  readonly range: number;
  readonly rate: number;
  readonly compensated: {
    readonly fastCapacitance: boolean;
    readonly slowCapacitance: boolean;
    readonly correction: boolean;
    readonly prediction: boolean;
  };
  readonly resetChip: boolean;
}

/** The words of the switches: all of them are always sent. */
export function switchWords(model: EpatchModel, { mode, range, rate, compensated, resetChip }: SwitchState): number[] {
  const { bits } = model;
  const clamp = mode === 'VC';
  const on: SwitchBit[] = [...model.constants, ...(model.currentRanges[range]?.bits ?? []), ...(model.rateBits[rate] ?? [])];
  on.push(bits.correctionFast, bits.bridgeOff, clamp ? bits.voltageInput : bits.currentInput);
  if (!clamp && bits.voltageReader !== null) on.push(bits.voltageReader);
  if (resetChip) on.push(bits.resetChip);
  // What compensates the voltage clamp is off in current clamp.
  for (const name of ['fastCapacitance', 'slowCapacitance', 'correction', 'prediction'] as const)
    if (clamp && compensated[name]) on.push(bits[name]);
  const words = Array.from({ length: model.switchWords }, () => 0);
  for (const [word, mask] of on) words[word]! |= mask;
  return words;
}

/** The mode and the range that the switches stand for; range -1 where no range of the model has these bits. */
export function readSwitches(model: EpatchModel, words: readonly number[]): { readonly mode: 'VC' | 'CC'; readonly range: number } {
  const isOn = ([word, mask]: SwitchBit): boolean => ((words[word] ?? 0) & mask) === mask;
  // Ranges share bits: the one with the most bits on is meant.
  let range = -1;
  let most = -1;
  model.currentRanges.forEach(({ bits }, index) => {
    const count = bits.reduce((sum, [, mask]) => sum + mask.toString(2).replaceAll('0', '').length, 0);
    if (bits.every(isOn) && count > most) [range, most] = [index, count];
  });
  return { mode: isOn(model.bits.voltageInput) ? 'VC' : 'CC', range };
}
