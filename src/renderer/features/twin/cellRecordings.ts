import { recordingsOfTwin, type RecordingOfTwin } from '../../../core/twin/recordings-of-twin.ts';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import type { TwinBeat } from '../../state/appState.ts';
import type { OpenTwin } from './slice.ts';

/** All recordings of the session and whether the twin was fitted to them. */
export function cellRecordings({ session, twin, twinId }: OpenTwin): RecordingOfTwin<RecordingSummary>[] {
  const own = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  return recordingsOfTwin(session.recordingList, twin, own);
}

/** Recorded potentials whose beats were measured: first the one that was fitted, then in their order. */
export function recordedBeats(open: OpenTwin): { readonly recordingId: number; readonly beat: TwinBeat; readonly fitted: boolean }[] {
  return cellRecordings(open)
    .flatMap(({ recording: { recordingId, kind, beat }, use }) =>
      kind === 'spontaneous' && beat !== null ? [{ recordingId, beat, fitted: use === 'fitted' }] : [],
    )
    .sort((a, b) => Number(b.fitted) - Number(a.fitted));
}
