import { FARADAY, GAS_CONSTANT } from '../cell/constants.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import { boltzmannFit, type Activation } from './boltzmann-fit.ts';
import type { ClampStep, StepRecord } from './iv-steps.ts';

/** How one current is read at the bench: at which steps, and which amplitude. */
export interface CurrentReader {
  readonly current: string;
  readonly what: string;
  readonly unit: string;
  /** Sign of this current; a reading of the other sign is something else. */
  readonly sign: 1 | -1;
  applies(step: ClampStep): boolean;
  /** Reading of one step, in `unit`; the result is the mean over all steps that apply. */
  read(record: StepRecord, step: ClampStep): number;
}

/** Reversal potential of sodium computed from the solutions, mV. */
export const SODIUM_REVERSAL_MV =
  ((GAS_CONSTANT * (273 + PUBLISHED_TEMPERATURE_C)) / FARADAY) * Math.log(DEFAULT_CELL.sodiumMm.outside / DEFAULT_CELL.sodiumMm.inside);

const end = ({ startMs, durationMs }: ClampStep): number => startMs + durationMs;
const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** The sodium current peaks within this time of a step, ms. */
const SODIUM_MS = 4;

const sodium: CurrentReader = {
  current: 'INa',
  what: 'peak inward current over its driving force, steps to -60 ... +30 mV',
  unit: 'nS/pF',
  sign: 1,
  applies: ({ voltageMv, beforeMv, beforeMs, durationMs }) =>
    within(voltageMv, -60, 30) && beforeMv <= -70 && beforeMs >= 20 && durationMs >= SODIUM_MS + 1,
  read: (record, { startMs, voltageMv }) => {
    const late = record.mean(startMs + SODIUM_MS, startMs + SODIUM_MS + 1);
    // A single sample at 10 kHz: the peak is a fraction of a millisecond wide.
    return (record.lowest(startMs, startMs + SODIUM_MS, 0.1) - late) / (voltageMv - SODIUM_REVERSAL_MV);
  },
};

const CALCIUM_LATE_MS = 200;
const calcium: CurrentReader = {
  current: 'ICaL',
  what: 'peak inward current less that 200 ms later or at the end, steps to -20 ... +20 mV',
  unit: 'pA/pF',
  sign: -1,
  applies: ({ voltageMv, beforeMv, beforeMs, durationMs }) =>
    within(voltageMv, -20, 20) && beforeMv <= -40 && beforeMs >= 20 && durationMs >= 90,
  read: (record, step) => {
    const late = Math.min(end(step), step.startMs + CALCIUM_LATE_MS);
    return record.lowest(step.startMs + 5, Math.min(late, step.startMs + 60), 1) - record.mean(late - 10, late);
  },
};

const TAIL_MS = 100;
const rapid: CurrentReader = {
  current: 'IKr',
  what: 'tail at -60 ... -30 mV after 300 ms or more above -20 mV; of steps shorter than 100 ms the current itself',
  unit: 'pA/pF',
  sign: 1,
  applies: ({ voltageMv, beforeMv, beforeMs, durationMs }) =>
    within(voltageMv, -60, -30) && beforeMv >= -20 && beforeMs >= 300 && durationMs >= 5,
  read: (record, step) => {
    if (step.durationMs < TAIL_MS) return record.mean(step.startMs + 0.4 * step.durationMs, end(step));
    return record.highest(step.startMs + 3, step.startMs + 80, 5) - record.mean(end(step) - 10, end(step));
  },
};

const slow: CurrentReader = {
  current: 'IKs',
  what: 'rise from 200 ms to the end of steps to +20 mV and more, 700 ms or longer',
  unit: 'pA/pF',
  sign: 1,
  applies: ({ voltageMv, durationMs }) => voltageMv >= 20 && durationMs >= 700,
  read: (record, step) => record.mean(end(step) - 20, end(step)) - record.mean(step.startMs + 190, step.startMs + 210),
};

const inward: CurrentReader = {
  current: 'IK1',
  what: 'slope of the instantaneous current between -100 ... -60 mV and steps to -100 mV and below',
  unit: 'nS/pF',
  sign: 1,
  applies: ({ voltageMv, beforeMv, beforeMs, durationMs }) =>
    voltageMv <= -100 && within(beforeMv, -100, -60) && beforeMv - voltageMv >= 15 && beforeMs >= 20 && durationMs >= 8,
  read: (record, { startMs, voltageMv, beforeMv }) =>
    (record.mean(startMs + 4, startMs + 8) - record.mean(startMs - 2, startMs)) / (voltageMv - beforeMv),
};

const funny: CurrentReader = {
  current: 'If',
  what: 'inward growth, from the least inward of the first 150 ms to the end of steps to -100 mV and below, 250 ms or longer',
  unit: 'pA/pF',
  sign: -1,
  applies: ({ voltageMv, beforeMv, beforeMs, durationMs }) =>
    voltageMv <= -100 && beforeMv - voltageMv >= 15 && beforeMs >= 20 && durationMs >= 250,
  // Tails of other currents end inwards or outwards first.
  read: (record, step) =>
    record.mean(end(step) - 20, end(step)) - record.highest(step.startMs + 4, step.startMs + Math.min(150, step.durationMs / 2), 5),
};

export const CURRENT_READERS: readonly CurrentReader[] = [sodium, calcium, rapid, slow, inward, funny];

/** Boltzmann fit of the sodium peaks; null where the protocol has no family of steps. */
export function sodiumActivation(record: StepRecord, steps: readonly ClampStep[]): Activation | null {
  return boltzmannFit(steps.filter((step) => sodium.applies(step)).map((step) => [step.voltageMv, sodium.read(record, step)] as const));
}
