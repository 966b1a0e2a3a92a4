import { Button } from '@blueprintjs/core';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { RepairButton } from './RepairButton.tsx';
import { checkSession, copyIn, migrateSession } from './upkeepActions.ts';

/** What can be done for the file of a session: check it always; the rest where it is damaged, old, or read where it lies. */
export function UpkeepButtons({ session }: { session: SessionDetail }) {
  const workstation = useWorkstation();
  const pending = useAppState((state) => state.pending);
  const { sessionKey, damage, inPlace, old, recordingList } = session;
  const damaged = damage !== null || recordingList.some((recording) => recording.damage !== null);
  const button = (id: string, label: string, act: () => Promise<void>) => (
    <Button size="small" loading={pending.has(id)} data-testid={id} onClick={() => void act()}>
      {label}
    </Button>
  );
  return (
    <div className="row upkeep">
      {inPlace && <span className="read-only-tag">Read only</span>}
      {inPlace && button('copy-session', 'Copy into my sessions', () => copyIn(workstation, sessionKey))}
      {old && !inPlace && button('migrate-session', 'Bring to the newest layout', () => migrateSession(workstation, sessionKey))}
      {damaged && <RepairButton sessionKey={sessionKey} />}
      {button('check-session', 'Check', () => checkSession(workstation, sessionKey))}
    </div>
  );
}
