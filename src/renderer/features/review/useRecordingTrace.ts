import { useEffect, useState } from 'react';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { envelopeColumns } from '../../traces/envelopeColumns.ts';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { TraceSource } from '../../traces/traceSource.ts';

/** Requested envelope points: each gives two drawn points, about two per pixel. */
const POINTS = 1000;

/** Loads voltage and current for the shown window; a zoom asks the store for finer points. */
export function useRecordingTrace(
  sessionKey: string,
  recordingId: number,
  view: TimeWindow | null,
  leakSubtracted = false,
): { voltage: TraceSource; current: TraceSource } {
  const { attempt } = useWorkstation();
  const [sources] = useState(() => ({ voltage: new TraceSource(), current: new TraceSource() }));
  useEffect(() => {
    let stale = false;
    const span = view === null ? {} : { fromMs: Math.max(0, view.fromMs), toMs: view.toMs };
    void attempt(
      'session:trace',
      { sessionKey, recordingId, points: POINTS, ...span, ...(leakSubtracted ? { leakSubtracted } : {}) },
      'trace',
    ).then((answer) => {
      if (stale || answer === null) return;
      sources.voltage.set(envelopeColumns(answer.voltage));
      sources.current.set(answer.current === null ? [[]] : envelopeColumns(answer.current));
    });
    return () => {
      stale = true;
    };
  }, [attempt, sessionKey, recordingId, view, leakSubtracted, sources]);
  return sources;
}
