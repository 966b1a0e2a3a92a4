import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';
import { openSession, refreshSessions } from './reviewActions.ts';

export async function checkSession(workstation: Workstation, sessionKey: string): Promise<void> {
  const found = await workstation.attempt('session:check', { sessionKey }, 'check-session');
  if (found === null) return;
  if (found.intact) addNotice(workstation.store, 'info', 'The session is intact: everything in it was read back.');
  else for (const damage of found.damage.slice(0, 5)) addNotice(workstation.store, 'warning', damage);
  await openSession(workstation, sessionKey);
}

export async function migrateSession(workstation: Workstation, sessionKey: string): Promise<void> {
  const found = await workstation.attempt('session:migrate', { sessionKey }, 'migrate-session');
  if (found === null) return;
  addNotice(workstation.store, 'info', `The session is of layout ${found.to} now; as it was (layout ${found.from}) it is kept beside it.`);
  await openSession(workstation, sessionKey);
}

export async function repairSession(workstation: Workstation, sessionKey: string): Promise<void> {
  const found = await workstation.attempt('session:repair', { sessionKey }, 'repair-session');
  if (found === null) return;
  if (found.repaired === null) {
    addNotice(workstation.store, 'info', 'The session is intact; nothing was to be repaired.');
    return;
  }
  for (const lost of found.lost.slice(0, 5)) addNotice(workstation.store, 'warning', lost);
  addNotice(workstation.store, 'info', `A repaired session was made. ${found.saved}`);
  await refreshSessions(workstation);
  await openSession(workstation, found.repaired);
}

export async function copyIn(workstation: Workstation, sessionKey: string): Promise<void> {
  const found = await workstation.attempt('session:copyIn', { sessionKey }, 'copy-session');
  if (found === null) return;
  await refreshSessions(workstation);
  await openSession(workstation, found.sessionKey);
}
