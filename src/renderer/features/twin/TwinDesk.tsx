import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { valueOf } from '../../state/loadable.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AlarmList } from './AlarmList.tsx';
import { BeatPanel } from './BeatPanel.tsx';
import { ComparisonPanel } from './ComparisonPanel.tsx';
import { TwinHead } from './TwinHead.tsx';
import { TwinSide } from './TwinSide.tsx';

export function TwinDesk() {
  const { store } = useWorkstation();
  const loadable = useAppState((state) => state.openTwin);
  const open = valueOf(loadable);
  if (open === null) {
    return loadable.kind === 'loading' ? (
      <EmptyState title="Opening the twin">The twin and its recording are read from the session.</EmptyState>
    ) : (
      <EmptyState
        title="No twin is open"
        action={
          <div className="row row-centre">
            <Button intent="primary" onClick={() => store.set({ desk: 'rig' })}>
              Record a cell
            </Button>
            <Button onClick={() => store.set({ desk: 'review' })}>Choose a saved session</Button>
          </div>
        }
      >
        Record a cell on the Rig desk: its twin follows within seconds. Or open a saved session and choose one of its twins.
      </EmptyState>
    );
  }
  const recordingId = open.session.twinList.find((entry) => entry.twinId === open.twinId)?.recordingId;
  return (
    <>
      <TwinHead open={open} />
      <AlarmList alarms={open.twin.alarms} />
      <div className="twin-grid">
        <div className="twin-plots">
          <ComparisonPanel key={`${open.sessionKey}-${open.twinId}`} open={open} />
          <BeatPanel open={open} />
        </div>
        <TwinSide key={`${open.sessionKey}-${recordingId}`} open={open} />
      </div>
    </>
  );
}
