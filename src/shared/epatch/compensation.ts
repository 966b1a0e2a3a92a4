import { PREDICTION_GAIN, type EpatchModel, type RegisterKnob } from './model.ts';
import type { SwitchState } from './switches.ts';

/** What the amplifier cancels and corrects: pF, MOhm, %, %. */
export interface EpatchCompensation {
  readonly fastCapacitancePf: number;
  readonly membraneCapacitancePf: number;
  readonly seriesResistanceMohm: number;
  readonly correctionPercent: number;
  readonly predictionPercent: number;
}

export interface CompensationSetting {
  /** Registers with their values. */
  readonly registers: readonly (readonly [register: number, value: number])[];
  readonly compensated: SwitchState['compensated'];
  /** What these registers stand for. */
  readonly realised: EpatchCompensation;
}

/** Delay of the correction at its bandwidth of 1.6 kHz, us. */
export const CORRECTION_LAG_US = 1e6 / (2 * Math.PI * 1600);

/** The registers nearest to what is asked; of correction and prediction never noticeably more, because then a clamp rings. */
export function compensationSetting(model: EpatchModel, asked: EpatchCompensation): CompensationSetting {
  const { registers } = model;
  const { seriesResistanceMohm: rs, membraneCapacitancePf: cm } = asked;
  const fast = steps(registers.fastCapacitance, asked.fastCapacitancePf);
  const slow = capacitanceSteps(model, cm);
  const tau = steps(registers.slowTau, cm * rs);
  // Shares of what is set, not of what was asked.
  const tauUs = tau * registers.slowTau.step;
  const setCm = capacitanceOf(model, slow);
  const setRs = setCm > 0 ? tauUs / setCm : 0;
  const correction = stepsUpTo(registers.correction, (asked.correctionPercent / 100) * setRs);
  const prediction = stepsUpTo(registers.prediction, ((asked.predictionPercent / 100) * tauUs) / PREDICTION_GAIN);
  return readBack(model, [
    [registers.fastCapacitance.register, value(registers.fastCapacitance, fast)],
    [registers.slowCapacitance.register, slow],
    [registers.slowTau.register, value(registers.slowTau, tau)],
    [registers.correction.register, value(registers.correction, correction)],
    [registers.prediction.register, value(registers.prediction, prediction)],
  ]);
}

/** What written registers stand for. Registers that were not written count as off. */
export function readBack(model: EpatchModel, written: CompensationSetting['registers']): CompensationSetting {
  const { registers } = model;
  const of = new Map(written);
  const amount = (knob: RegisterKnob): number => {
    const set = of.get(knob.register);
    if (set === undefined) return 0;
    return (knob.upright ? set : 255 - set) * knob.step;
  };
  const cm = capacitanceOf(model, of.get(registers.slowCapacitance.register));
  const tauUs = amount(registers.slowTau);
  const rs = cm > 0 ? tauUs / cm : 0;
  const percentOf = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);
  const realised = {
    fastCapacitancePf: amount(registers.fastCapacitance),
    membraneCapacitancePf: cm,
    seriesResistanceMohm: rs,
    correctionPercent: percentOf(amount(registers.correction), rs),
    predictionPercent: percentOf(amount(registers.prediction) * PREDICTION_GAIN, tauUs),
  };
  const compensated = {
    fastCapacitance: realised.fastCapacitancePf > 0,
    slowCapacitance: cm > 0,
    correction: amount(registers.correction) > 0,
    prediction: amount(registers.prediction) > 0,
  };
  return { registers: written, compensated, realised };
}

function steps({ step, most }: RegisterKnob, amount: number): number {
  return Math.max(0, Math.min(most, Math.round(amount / step)));
}

/** Rounded, but down where up would be more than 1 % above. */
function stepsUpTo(knob: RegisterKnob, amount: number): number {
  const nearest = steps(knob, amount);
  return nearest * knob.step > 1.01 * amount ? nearest - 1 : nearest;
}

function value({ upright, most }: RegisterKnob, count: number): number {
  return upright ? count : most - count;
}

function capacitanceSteps({ registers }: EpatchModel, pf: number): number {
  const { ranges } = registers.slowCapacitance;
  const range = ranges.find(({ fromPf, stepPf }) => pf <= fromPf + 255 * stepPf) ?? ranges[ranges.length - 1]!;
  return 255 - Math.max(0, Math.min(255, Math.round((pf - range.fromPf) / range.stepPf))) + range.added;
}

function capacitanceOf({ registers }: EpatchModel, set: number | undefined): number {
  if (set === undefined) return 0;
  const range = [...registers.slowCapacitance.ranges].reverse().find(({ added }) => set >= added)!;
  const count = 255 - (set - range.added);
  return count === 0 ? 0 : range.fromPf + count * range.stepPf;
}
