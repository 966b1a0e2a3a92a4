import { JobsPanel } from './features/jobs/JobsPanel.tsx';
import { PARTS } from './features/parts.ts';
import { Rail } from './shell/Rail.tsx';
import { StateBar } from './shell/StateBar.tsx';
import { useKeys } from './shell/useKeys.ts';
import { useAppState } from './state/useWorkstation.ts';
import { FaultStrip } from './ui/FaultStrip.tsx';
import { Notices } from './ui/Notices.tsx';

export function App() {
  const { id, title, component: Desk } = PARTS.desks[useAppState((state) => state.desk)];
  useKeys();
  return (
    <div className="app">
      <StateBar />
      <FaultStrip />
      <Rail />
      <main className={`desk desk-${id}`} aria-label={title}>
        <Desk />
      </main>
      <JobsPanel />
      <Notices />
    </div>
  );
}
