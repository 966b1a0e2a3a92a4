import { measuredSource } from '../../../core/drug/measured-entry.ts';
import { measuredOffers } from '../../../core/drug/measured-recordings.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { ParsedRequest } from '../../ipc/handlers.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { Store } from '../../store-worker/store-client.ts';
import type { InferenceSupervisor } from '../../supervisor/supervisor.ts';
import type { OwnCompounds } from './own-compounds.ts';

export interface MeasuredDrugTools {
  readonly store: Pick<Store, 'request'>;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  readonly compounds: OwnCompounds;
}

/**
 * The block that a cell's own clamps before and with a drug show.
 * @throws RequestError that says why the recording shows no block of the twin's cell
 */
export async function measuredDrug(
  { store, inference, compounds }: MeasuredDrugTools,
  { sessionKey, twinId, recordingId }: ParsedRequest<'drug:measured'>,
): Promise<ResponseOf<'drug:measured'>> {
  const { recordingId: twinOf, twin } = await store.request('twin', { sessionKey, twinId });
  const { recordingList } = await store.request('detail', { sessionKey });
  const offer = measuredOffers(recordingList, twinOf).find((each) => each.recordingId === recordingId);
  if (offer?.atNm == null || offer.problem !== null) {
    const problem = offer?.problem ?? `Expected a clamp of the cell with a drug, recording ${recordingId} is none. Choose another.`;
    throw new RequestError('bad-request', problem);
  }
  const before = await store.request('recording', { sessionKey, recordingId: twinOf });
  const after = await store.request('recording', { sessionKey, recordingId });
  const { shown, ...change } = await inference.request('measured', { twin, before: before.recording, after: after.recording });
  const recordings = [before.recordingName, after.recordingName] as const;
  const entry = measuredSource(compounds.all(), { drug: offer.drug, atNm: offer.atNm, recordings }, change);
  // The answer is read-only; a message is not. The contract's schema checks it when it is sent.
  return structuredClone({ entry, ...shown }) as unknown as ResponseOf<'drug:measured'>;
}
