import { useEffect, useState } from 'react';
import type { OpenTwin } from './slice.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { envelopeColumns } from '../../traces/envelopeColumns.ts';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { TraceSource } from '../../traces/traceSource.ts';

/** Requested envelope points: each gives two drawn points, about two per pixel on a wide screen. */
const POINTS = 900;

export interface ComparisonSources {
  readonly command: TraceSource;
  readonly current: TraceSource;
  readonly residual: TraceSource;
}

/** Loads the three plots for the shown window. */
export function useComparison({ sessionKey, twinId }: OpenTwin, view: TimeWindow | null): ComparisonSources {
  const { attempt } = useWorkstation();
  const [sources] = useState<ComparisonSources>(() => ({
    command: new TraceSource(),
    current: new TraceSource(),
    residual: new TraceSource(),
  }));
  useEffect(() => {
    let stale = false;
    const span = view === null ? {} : { fromMs: Math.max(0, view.fromMs), toMs: view.toMs };
    void attempt('twin:comparison', { sessionKey, twinId, points: POINTS, ...span }, 'comparison').then((answer) => {
      if (stale || answer === null) return;
      sources.command.set(envelopeColumns(answer.command));
      sources.current.set(envelopeColumns(answer.recorded, answer.twin));
      sources.residual.set(envelopeColumns(answer.residual));
    });
    return () => {
      stale = true;
    };
  }, [attempt, sessionKey, twinId, view, sources]);
  return sources;
}
