import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import type { TwinBeat } from '../../state/appState.ts';
import type { OpenTwin } from './slice.ts';

/** A recording of the cell and what the twin has of it. */
export interface CellRecording {
  readonly recording: RecordingSummary;
  readonly title: string;
  readonly use: 'fitted' | 'left out';
  /** Why it was left out; null where it was fitted. */
  readonly why: string | null;
}

const NOT_ASKED = 'The method fits one clamp recording; this one is a test of the twin.';

/** All recordings of the session and whether the twin was fitted to them: twins of one clamp alone name no others. */
export function cellRecordings({ session, twin, twinId }: OpenTwin): CellRecording[] {
  const own = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  const used = new Set(twin.evidence?.used.map(({ recording }) => idOf(recording)) ?? [own]);
  return session.recordingList.map((recording) => {
    const { recordingId, kind, protocol } = recording;
    const reason = twin.evidence?.leftOut.find((left) => idOf(left.recording) === recordingId)?.why ?? null;
    const made = 'It was not there when the twin was made.';
    return {
      recording,
      title: kind === 'spontaneous' ? 'Potential without clamp' : (protocol?.name ?? 'Voltage clamp'),
      ...(used.has(recordingId)
        ? ({ use: 'fitted', why: null } as const)
        : ({ use: 'left out', why: reason ?? (twin.evidence === undefined ? NOT_ASKED : made) } as const)),
    };
  });
}

/** Recorded potentials whose beats were measured: first the one that was fitted, then in their order. */
export function recordedBeats(open: OpenTwin): { readonly recordingId: number; readonly beat: TwinBeat; readonly fitted: boolean }[] {
  return cellRecordings(open)
    .flatMap(({ recording: { recordingId, kind, beat }, use }) =>
      kind === 'spontaneous' && beat !== null ? [{ recordingId, beat, fitted: use === 'fitted' }] : [],
    )
    .sort((a, b) => Number(b.fitted) - Number(a.fitted));
}

/** Number of a recording in its session, by the name that a twin has of it. */
function idOf(name: string): number | null {
  const found = /recording (\d+)$/.exec(name);
  return found === null ? null : Number(found[1]);
}
