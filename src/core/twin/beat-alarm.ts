import type { PhenotypeOutcome } from '../beat/phenotype.ts';
import type { BeatAnalysis } from '../beat/beats.ts';

/** Relative difference of cycle lengths above which an alarm is raised. */
const FAR_OFF = 0.25;

/**
 * Alarm for a twin whose spontaneous activity differs from that of its cell; null where they agree or the cell was not recorded
 * without clamp.
 * @param twin with the seal leak and after the same protocol, where the recording was made so
 */
export function beatAlarm(cell: BeatAnalysis | undefined, twin: BeatAnalysis): string | null {
  if (cell === undefined) return null;
  const alike = doesTheSame(cell, twin) && (cell.outcome === 'oscillating') === (twin.outcome === 'oscillating');
  const [cellMs, twinMs] = [cell.features.cycleLengthMs, twin.features.cycleLengthMs];
  if (alike && (cellMs === null || twinMs === null || Math.abs(twinMs / cellMs - 1) <= FAR_OFF)) return null;
  return `The cell was recorded ${activity(cell)}, its twin is ${activity(twin)}: do not trust the action potential of the twin.`;
}

/** Both beat, or both rest; a diverged cell does neither. */
export function doesTheSame(cell: Pick<BeatAnalysis, 'outcome'>, other: { readonly outcome: PhenotypeOutcome }): boolean {
  return other.outcome !== 'diverged' && beats(cell) === beats(other);
}

function beats({ outcome }: { readonly outcome: PhenotypeOutcome }): boolean {
  return outcome === 'beating' || outcome === 'irregular';
}

function activity({ outcome, features }: BeatAnalysis): string {
  const { cycleLengthMs, mdpMv } = features;
  if (outcome === 'beating' || outcome === 'irregular') {
    const beating = outcome === 'beating' ? 'beating' : 'beating irregularly';
    return cycleLengthMs === null ? beating : `${beating} every ${cycleLengthMs.toFixed(0)} ms`;
  }
  if (outcome === 'oscillating')
    return `oscillating${cycleLengthMs === null ? '' : ` every ${cycleLengthMs.toFixed(0)} ms`} without action potentials`;
  return `at rest${mdpMv === null ? '' : ` at ${mdpMv.toFixed(1)} mV`}`;
}
