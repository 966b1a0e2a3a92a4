import { useSyncExternalStore } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { shownView, type PlotView, type ViewsNow } from './plotViews.ts';

/** Number of the clamp that is kept while the free potential is recorded and after it; null: none. */
export function useKeptClamp(): number | null {
  const { clamp } = useWorkstation().live;
  return useSyncExternalStore(
    (changed) => clamp.current.subscribe(changed),
    () => clamp.recordingId,
  );
}

/** What the upper plots show now, and what else they could. */
export function usePlotView(): ViewsNow & { readonly shown: PlotView } {
  const keepsClamp = useKeptClamp() !== null;
  const isRecording = useAppState((state) => state.rig.recording !== null);
  const wanted = useAppState((state) => state.scope.shows);
  const now = { isRecording, keepsClamp };
  return { ...now, shown: shownView(wanted, now) };
}
