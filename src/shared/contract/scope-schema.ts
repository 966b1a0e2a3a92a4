import { z } from 'zod';

export const membraneTest = z.object({
  seriesResistanceMohm: z.number(),
  membraneCapacitancePf: z.number(),
  membraneResistanceMohm: z.number(),
  holdingCurrentPa: z.number(),
  noisePa: z.number(),
  /** Of the capacitive transient, ms; absent in recordings of before. */
  tauMs: z.number().optional(),
  /** The time constant is too short for the output filter: Rs, Cm and Rm are shown with a mark. */
  tooFast: z.boolean().optional(),
});
export type MembraneTest = z.output<typeof membraneTest>;

/** Mean of the last second of test pulses; see core/quality/pulse-reading. */
export const scopeReading = z.object({
  /** Counts from 1 with each reading since the device was connected. */
  number: z.number().int(),
  /** Time of the reading since then, s. */
  atS: z.number(),
  resistanceMohm: z.number(),
  isAtLeast: z.boolean(),
  holdingCurrentPa: z.number(),
  noisePa: z.number(),
  membrane: membraneTest.nullable(),
  noMembrane: z.string().nullable(),
});
export type ScopeReading = z.output<typeof scopeReading>;

/** Test pulses between recordings. Their sweeps come as sample blocks of recording 0, each block a whole number of sweeps. */
export const scopeState = z.object({
  /** The operator wants test pulses whenever nothing is recorded. */
  wanted: z.boolean(),
  running: z.boolean(),
  pulseMv: z.number(),
  /** From the beginning of a sweep to the pulse, and the whole sweep, ms; the pulse lasts to its end. */
  beforeMs: z.number(),
  sweepMs: z.number(),
  reading: scopeReading.nullable(),
  /** The current is beyond this range, pA, so that there is nothing to read; null: it is within. */
  beyondRangePa: z.number().nullable(),
  /** Why test pulses ended by themselves, and what to do. */
  problem: z.string().nullable(),
});
export type ScopeState = z.output<typeof scopeState>;
