import { buildPyramid, envelopeBetween, type TracePyramid } from '../../core/trace/envelope.ts';
import type { StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import { Recent } from '../app/recent.ts';
import { leakSubtracted, overviewSteps, type Overviews, type SessionFolder, type Steps } from '../store/index.ts';
import type { Verdicts } from './verdicts.ts';

/** Envelopes of stored recordings as a window shows them; what was read for one view is kept for the next. */
export class StoredTraces {
  private readonly sessions: SessionFolder;
  private readonly verdicts: Verdicts;
  private readonly overviews = new Recent<Overviews>(6);
  private readonly withoutLeak = new Recent<TracePyramid>(2);

  constructor(sessions: SessionFolder, verdicts: Verdicts) {
    this.sessions = sessions;
    this.verdicts = verdicts;
  }

  /** @throws Error for a session or recording that is not there, and for a current without leak where there are no sub-sweeps */
  *of(request: StoreRequest<'trace'>): Steps<StoreResult<'trace'>> {
    const raw = yield* this.raw(request);
    return request.leakSubtracted === true ? { ...raw, current: this.currentWithoutLeak(request) } : raw;
  }

  private *raw({ sessionKey, recordingId, fromMs, toMs, points }: StoreRequest<'trace'>): Steps<StoreResult<'trace'>> {
    const session = this.sessions.openReader(sessionKey);
    try {
      const window = [fromMs ?? 0, toMs ?? Number.POSITIVE_INFINITY, points] as const;
      const { state } = session.openRecording(recordingId);
      const fold = session.foldOfView(recordingId, ...window);
      if (fold === null) return session.traceEnvelopes(recordingId, ...window);
      const key = `${this.verdicts.stamp(sessionKey)}/${recordingId}/${state.span}/${fold}`;
      const wanted = this.overviews.get(key) ?? (yield* overviewSteps(session, recordingId, fold));
      this.overviews.put(key, wanted);
      return session.traceEnvelopes(recordingId, ...window, wanted);
    } finally {
      session.close();
    }
  }

  private currentWithoutLeak({ sessionKey, recordingId, fromMs, toMs, points }: StoreRequest<'trace'>) {
    const key = `${this.verdicts.stamp(sessionKey)}/${recordingId}`;
    const pyramid = this.withoutLeak.get(key) ?? this.readWithoutLeak(sessionKey, recordingId);
    this.withoutLeak.put(key, pyramid);
    return envelopeBetween(pyramid, fromMs ?? 0, toMs ?? Number.POSITIVE_INFINITY, points);
  }

  private readWithoutLeak(sessionKey: string, recordingId: number): TracePyramid {
    const session = this.sessions.openReader(sessionKey);
    try {
      return buildPyramid(leakSubtracted(session, recordingId).currentPa, session.recordingMeta(recordingId).sampleRateHz);
    } finally {
      session.close();
    }
  }
}
