import { JobsPanel } from './features/jobs/JobsPanel.tsx';
import { DrugsDesk } from './features/drugs/DrugsDesk.tsx';
import { ModelsDesk } from './features/models/ModelsDesk.tsx';
import { ProtocolDesk } from './features/protocol/ProtocolDesk.tsx';
import { ReviewDesk } from './features/review/ReviewDesk.tsx';
import { RigDesk } from './features/rig/RigDesk.tsx';
import { TwinDesk } from './features/twin/TwinDesk.tsx';
import type { DeskId } from './state/appState.ts';
import { useAppState } from './state/useWorkstation.ts';
import { DESK_TITLE } from './ui/deskTitles.ts';
import { FaultStrip } from './ui/FaultStrip.tsx';
import { Notices } from './ui/Notices.tsx';
import { Rail } from './ui/Rail.tsx';
import { StateBar } from './ui/StateBar.tsx';
import { useDeskKeys } from './ui/useDeskKeys.ts';

function Desk({ desk }: { desk: DeskId }) {
  switch (desk) {
    case 'rig':
      return <RigDesk />;
    case 'twin':
      return <TwinDesk />;
    case 'review':
      return <ReviewDesk />;
    case 'drugs':
      return <DrugsDesk />;
    case 'models':
      return <ModelsDesk />;
    case 'protocol':
      return <ProtocolDesk />;
  }
}

export function App() {
  const desk = useAppState((state) => state.desk);
  useDeskKeys();
  return (
    <div className="app">
      <StateBar />
      <FaultStrip />
      <Rail />
      <main className={`desk desk-${desk}`} aria-label={DESK_TITLE[desk]}>
        <Desk desk={desk} />
      </main>
      <JobsPanel />
      <Notices />
    </div>
  );
}
