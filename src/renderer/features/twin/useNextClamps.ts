import { fittedClamps } from '../../../core/twin/recordings-of-twin.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { clampChoices, type ClampChoice } from './clampChoice.ts';
import type { OpenTwin } from './slice.ts';

interface NextClamps {
  readonly choices: readonly ClampChoice[];
  readonly tick: (recordingId: number, isTicked: boolean) => void;
}

/** The clamp recordings that the next twin of this cell is fitted to: until the operator ticks others those of the twin on screen. */
export function useNextClamps({ sessionKey, twinId, twin, session }: OpenTwin): NextClamps {
  const { store } = useWorkstation();
  const next = useAppState((state) => state.nextClamps);
  const own = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  if (own === undefined) return { choices: [], tick: () => undefined };
  const isOfThis = next?.sessionKey === sessionKey && next.twinId === twinId;
  const ticked = isOfThis ? next.ticked : fittedClamps(twin, own);
  return {
    choices: clampChoices(session.recordingList, own, ticked),
    tick: (recordingId, isTicked) => {
      const others = ticked.filter((id) => id !== recordingId);
      store.set({ nextClamps: { sessionKey, twinId, ticked: isTicked ? [...others, recordingId] : others } });
    },
  };
}
