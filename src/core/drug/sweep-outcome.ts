import { capturedBeats, type BeatSeries, type Stimuli } from '../beat/beat-series.ts';

/**
 * What a cell does with a drug, the worst first, in the words of a cell without one (AP_OUTCOMES). Arrest is an outcome with its
 * concentration, never a missing value.
 */
export const SWEEP_OUTCOMES = [
  'diverged',
  'depolarised',
  'quiescent',
  'oscillating',
  'failure to capture',
  'EAD',
  'alternans',
  'irregular',
  'DAD',
  'beating',
] as const;
export type SweepOutcome = (typeof SWEEP_OUTCOMES)[number];

/** @param stimuli of the record and their number; null for a cell that runs free */
export function sweepOutcome(
  { outcome, findings, upstrokesMs }: BeatSeries,
  stimuli: (Stimuli & { readonly count: number }) | null,
): SweepOutcome {
  if (outcome === 'depolarised' || outcome === 'quiescent' || outcome === 'oscillating') return outcome;
  // The first and the last stimulus may lie at the edges of the record.
  if (stimuli !== null && capturedBeats(upstrokesMs, stimuli) < stimuli.count - 1) return 'failure to capture';
  for (const finding of ['EAD', 'alternans'] as const) if (findings.includes(finding)) return finding;
  if (outcome === 'irregular') return 'irregular';
  return findings.includes('DAD') ? 'DAD' : 'beating';
}
