import type { ResponseOf } from '../../../shared/contract/contract.ts';
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

/** What marks a session as being repaired. */
export function repairAction(sessionKey: string): string {
  return `repair-session ${sessionKey}`;
}

/** Which file a repair would read and which it would make; null where that could not be found out. */
export function planRepair(workstation: Workstation, sessionKey: string): Promise<ResponseOf<'session:repairPlan'> | null> {
  return workstation.attempt('session:repairPlan', { sessionKey });
}

export async function repairSession(workstation: Workstation, sessionKey: string): Promise<void> {
  const found = await workstation.attempt('session:repair', { sessionKey }, repairAction(sessionKey));
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
