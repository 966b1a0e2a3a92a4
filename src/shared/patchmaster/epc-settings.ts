/**
 * Nominal gains of the current monitor, mV/pA, by the number that `Set E Gain` takes; null: a line between two groups of its list.
 * Names and numbers as WaveSurfer's open driver has them (2022).
 */
export const EPC_GAINS_MV_PA: readonly (number | null)[] = [
  ...[0.005, 0.01, 0.02, 0.05, 0.1, 0.2],
  null,
  ...[0.5, 1, 2, 5, 10, 20],
  null,
  ...[50, 100, 200, 500, 1000, 2000],
];
/** Gains of the current command, pA/V, by the number that `Set E CCGain` takes. */
export const EPC_COMMAND_GAINS_PA_V: readonly number[] = [100, 1000, 10_000, 100_000];
/** Numbers of `Set E Mode`: whole cell, current clamp. */
export const EPC_MODES = { VC: 3, CC: 4 } as const;
export type EpcMode = keyof typeof EPC_MODES;

/** What the program reports of an amplifier. */
export interface EpcState {
  readonly mode: EpcMode;
  /** As chosen. */
  readonly gainMvPa: number;
  /** As measured by the amplifier, mV/pA. */
  readonly realisedGainMvPa: number;
  /** Of the voltage monitor, mV/mV. */
  readonly voltageGain: number;
  readonly commandGainPaV: number;
  /** Of the external command in voltage clamp, mV/V; 0: off. */
  readonly externalMvV: number;
}

/** Questions of a whole state, in the order of their answers. */
export const epcQuestions = (amplifier: number): string[] =>
  ['Mode', 'Gain', 'RealGain', 'VmonGain', 'CCGain', 'ExtStim'].map((name) => `GetEpcParams-${amplifier} ${name}`);

/**
 * A state of the answers, each "GetEpcParams-1 VALUE" with VALUE as VC, 0.020mV/pA, 1.00000E+10 (V/A), VmonX10, CC0.1pA, 0.100.
 * @throws Error that names the answer that cannot be read
 */
export function readEpcState(answers: readonly string[]): EpcState {
  const word = (place: number): string => answers[place]?.trim().split(/\s+/)[1] ?? '';
  const number = (place: number, form: RegExp): number => {
    const value = Number(form.exec(word(place))?.[1] ?? Number.NaN);
    if (!Number.isFinite(value)) throw new Error(`"${answers[place] ?? ''}" is not the answer to "${epcQuestions(1)[place] ?? ''}".`);
    return value;
  };
  const mode = word(0);
  if (mode !== 'VC' && mode !== 'CC') throw new Error(`"${answers[0] ?? ''}" is not the answer to "GetEpcParams-1 Mode".`);
  const VALUE = /^([-+]?[\d.]+(?:E[-+]?\d+)?)$/i;
  return {
    mode,
    gainMvPa: number(1, /^([\d.]+)mV\/pA$/),
    // V/A to mV/pA.
    realisedGainMvPa: number(2, VALUE) / 1e9,
    voltageGain: number(3, /^VmonX([\d.]+)$/),
    // The program writes pA for pA/mV.
    commandGainPaV: number(4, /^CC([\d.]+)pA$/) * 1000,
    externalMvV: number(5, VALUE) * 1000,
  };
}
