import type { PhenotypeOutcome } from '../beat/phenotype.ts';
import type { BeatAnalysis } from '../beat/beats.ts';

/** Cycle lengths further apart than this share are two different cells. */
const FAR_OFF = 0.25;

/**
 * What is wrong with a twin that does not do what its cell was seen to do, in a sentence; null where they agree or the cell was not
 * recorded beating.
 * @param twin with the seal leak and after the same protocol, where the recording was made so
 */
export function beatAlarm(cell: BeatAnalysis | undefined, twin: BeatAnalysis): string | null {
  if (cell === undefined) return null;
  const alike = doesTheSame(cell, twin);
  const [cellMs, twinMs] = [cell.features.cycleLengthMs, twin.features.cycleLengthMs];
  if (alike && (cellMs === null || twinMs === null || Math.abs(twinMs / cellMs - 1) <= FAR_OFF)) return null;
  return `The cell was recorded ${told(cell)}, its twin is ${told(twin)}: do not trust what the twin says of the action potential.`;
}

/** Both beat, or both rest; what diverged does neither. */
export function doesTheSame(cell: Pick<BeatAnalysis, 'outcome'>, other: { readonly outcome: PhenotypeOutcome }): boolean {
  return other.outcome !== 'diverged' && beats(cell) === beats(other);
}

function beats({ outcome }: { readonly outcome: PhenotypeOutcome }): boolean {
  return outcome === 'beating' || outcome === 'irregular';
}

function told({ outcome, features }: BeatAnalysis): string {
  const { cycleLengthMs, mdpMv } = features;
  if (outcome === 'beating' || outcome === 'irregular') {
    const beating = outcome === 'beating' ? 'beating' : 'beating irregularly';
    return cycleLengthMs === null ? beating : `${beating} every ${cycleLengthMs.toFixed(0)} ms`;
  }
  return `at rest${mdpMv === null ? '' : ` at ${mdpMv.toFixed(1)} mV`}`;
}
