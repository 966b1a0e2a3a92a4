import { useAppState } from '../../state/useWorkstation.ts';
import { valueOf } from '../../state/loadable.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportManyReport } from './ExportManyReport.tsx';
import { ImportReport } from './ImportReport.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { RepairButton } from './RepairButton.tsx';
import { SessionDetailView } from './SessionDetailView.tsx';
import { SessionListPanel } from './SessionListPanel.tsx';

export function ReviewDesk() {
  const loadable = useAppState((state) => state.openSession);
  const asked = useAppState((state) => state.sessionAsked);
  const session = valueOf(loadable);
  return (
    <>
      <div className="review-side">
        <SessionListPanel />
        <ImportPanel />
      </div>
      <div className="review-detail">
        {session !== null ? (
          <SessionDetailView key={session.sessionKey} session={session} />
        ) : loadable.kind === 'failed' && asked !== null ? (
          <EmptyState title="The session could not be opened" action={<RepairButton key={asked} sessionKey={asked} />}>
            {loadable.message}
          </EmptyState>
        ) : (
          <EmptyState title={loadable.kind === 'loading' ? 'Opening the session' : 'No session is open'}>
            Choose a session on the left to see its recordings and twins, or import recordings of any format: choose files or a folder, or
            drop them on this window.
          </EmptyState>
        )}
      </div>
      <ImportReport />
      <ExportManyReport />
    </>
  );
}
