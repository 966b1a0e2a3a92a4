import { readFileSync } from 'node:fs';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { measuredSource } from '../../core/drug/measured-entry.ts';
import { chosenOffer, measuredOffers } from '../../core/drug/measured-recordings.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { twinModel } from '../../core/twin/twin-values.ts';
import { changeOfTwin, kernelPath } from '../../inference/index.ts';
import type { SessionReader } from '../../main/store/index.ts';
import { RESOURCES_DIR } from '../paths.ts';
import { recordingFromSession } from '../recording-input.ts';

/** What a person writes for the block that the cell's own clamps show. */
export const MEASURED_WORD = 'measured';

export interface MeasuredOfSession {
  readonly twinId: number;
  readonly drug: string;
  /** Recording with the drug; undefined: the only one. */
  readonly recordingId: number | undefined;
}

/**
 * The block that a twin's session shows by the clamp of the twin and one with the drug, as the Drugs desk has it.
 * @throws Error that says why no recording shows it
 */
export async function measuredOfSession(
  session: SessionReader,
  { twinId, drug, recordingId }: MeasuredOfSession,
  table: readonly DrugEntry[],
): Promise<DrugEntry> {
  const { twin, recordingId: twinOf } = session.getTwin(twinId);
  const offer = chosenOffer(measuredOffers(session.listRecordings(), twinOf), drug, recordingId);
  const [before, after] = [recordingFromSession(session, twinOf), recordingFromSession(session, offer.recordingId)];
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR, twinModel(twin))));
  const recordings = [before.recordingName, after.recordingName] as const;
  const change = await changeOfTwin(kernel, twin, before.recording, after.recording);
  return measuredSource(table, { drug: offer.drug, atNm: offer.atNm, recordings }, change);
}
