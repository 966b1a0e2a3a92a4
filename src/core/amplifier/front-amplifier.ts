import { choice, nullable, number, record, text, type Of } from '../schema/index.ts';

/** Knobs of an amplifier in front of a device, by the telegraph outputs that the device reads; null: it has no such output. */
export const frontAmplifierSchema = record({
  name: text,
  gainMvPa: nullable(number),
  filterHz: nullable(number),
  capacitancePf: nullable(number),
  mode: nullable(choice('VC', 'CC', 'I0', 'track')),
  /** How they differ from what the device was set up for, with what to do; null: they do not. */
  mismatch: nullable(text),
});
export type FrontAmplifier = Of<typeof frontAmplifierSchema>;
