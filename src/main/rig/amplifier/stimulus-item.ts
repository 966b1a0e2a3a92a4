/**
 * A step or ramp as an amplifier is asked to play it. Whole numbers, so that the asked and the realised stimulus compare exactly.
 * Levels at its start and end: uV in voltage clamp, fA in current clamp, 0 where nothing is injected.
 */
export interface StimulusItem {
  readonly kind: 'step' | 'ramp';
  readonly startLevel: number;
  readonly endLevel: number;
  readonly durationUs: number;
  /** An amplifier that fast-forwards holds may skip the samples of this item; they still count. */
  readonly skippable: boolean;
}

/** Samples of a run of these items: one at its start, then one each sample interval. */
export function samplesOf(items: readonly StimulusItem[], sampleRateHz: number): number {
  const us = items.reduce((sum, { durationUs }) => sum + durationUs, 0);
  return Math.round((us * sampleRateHz) / 1e6) + 1;
}

/** Samples that may be skipped at the start of a run. */
export function skippableSamples(items: readonly StimulusItem[], sampleRateHz: number): number {
  const firstOrdinary = items.findIndex(({ skippable }) => !skippable);
  return samplesOf(firstOrdinary < 0 ? items : items.slice(0, firstOrdinary), sampleRateHz) - 1;
}
