import type { Twin } from './twin.ts';

/** SD of a multiplier, above that of the simulated population (0.231) and below that of living cells (0.5 and more). */
const NARROW_SD = 0.3;

/**
 * Whether a twin of a living cell was made with the prior of simulated ones, as twins were by default before the cell decided (ADR 40).
 * @param ofSession whether the session that holds it is of a simulated cell
 */
export function isOfOldPrior(
  { cell, simulated, provenance }: Pick<Twin, 'cell' | 'simulated'> & { readonly provenance: Pick<Twin['provenance'], 'priorSd'> },
  ofSession: boolean,
): boolean {
  return cell === undefined && simulated !== true && !ofSession && provenance.priorSd < NARROW_SD;
}

export const OLD_PRIOR_ALARM =
  'Made with the prior of simulated cells (multipliers from 0.6 to 1.4), which is too narrow for a living cell: its parameters and its ' +
  'beat are not to be trusted. Infer the twin again.';

/** The twin with its alarm where it is of the old prior. */
export function withOldPriorAlarm(twin: Twin, simulatedSession: boolean): Twin {
  if (!isOfOldPrior(twin, simulatedSession) || twin.alarms.includes(OLD_PRIOR_ALARM)) return twin;
  return { ...twin, alarms: [OLD_PRIOR_ALARM, ...twin.alarms] };
}

/** Of a list in the order of making: recordings whose twins are all of the old prior, each once. */
export function recordingsToRenew(twins: readonly { readonly recordingId: number; readonly oldPrior: boolean }[]): readonly number[] {
  const renewed = new Set(twins.filter(({ oldPrior }) => !oldPrior).map(({ recordingId }) => recordingId));
  return [...new Set(twins.map(({ recordingId }) => recordingId))].filter((id) => !renewed.has(id));
}
