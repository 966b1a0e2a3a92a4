import type { DroppedFile } from '../../../shared/contract/schemas.ts';
import { valueOf } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';
import type { importedConditions } from './importedConditions.ts';
import { openSession, refreshSessions } from './reviewActions.ts';

/** Main takes no more at once. */
const MOST = 16;

export function addToImport({ store }: Workstation, files: readonly DroppedFile[]): void {
  const all = [...store.get().importList, ...files];
  if (all.length > MOST)
    addNotice(store, 'warning', `Up to ${MOST} files and folders are imported at once; import the others after these.`);
  store.set({ importList: all.slice(0, MOST) });
}

export function clearImport({ store }: Workstation): void {
  store.set({ importList: [], importTemplate: null });
}

export async function chooseRecordings(workstation: Workstation, what: 'recordings' | 'cells'): Promise<void> {
  addToImport(workstation, (await workstation.attempt('session:choose', { what }, `choose-${what}`)) ?? []);
}

export async function chooseSession(workstation: Workstation): Promise<void> {
  const chosen = await workstation.attempt('session:choose', { what: 'session' }, 'choose-session');
  for (const { kind, token, name } of chosen ?? []) {
    if (kind === 'session') await openInPlace(workstation, token);
    else addNotice(workstation.store, 'warning', `${name} is no session. Import it as a recording.`);
  }
}

/** Opens a session elsewhere where it lies. */
export async function openInPlace(workstation: Workstation, token: string): Promise<void> {
  const opened = await workstation.attempt('session:openInPlace', { token }, 'choose-session');
  if (opened === null) return;
  workstation.store.set({ desk: 'review' });
  await refreshSessions(workstation);
  const { sessionKey } = opened;
  const problem = valueOf(workstation.store.get().sessions)?.find((session) => session.sessionKey === sessionKey)?.problem ?? null;
  // The list and the desk say what is wrong and offer the repair; a notice would say it a third time.
  if (problem !== null) workstation.store.set({ sessionAsked: sessionKey, openSession: { kind: 'failed', message: problem } });
  else await openSession(workstation, sessionKey);
}

export interface ImportChoice {
  readonly into: string | null;
  readonly cellName: string;
  readonly protocolId: string;
  /** Those that were stated. */
  readonly conditions: NonNullable<ReturnType<typeof importedConditions>>;
}

export async function startImport(workstation: Workstation, { into, cellName, protocolId, conditions }: ImportChoice): Promise<void> {
  const { store } = workstation;
  const { importList, importTemplate } = store.get();
  store.set({ importing: 0, importReport: null });
  // Main keeps a chosen file for one use.
  clearImport(workstation);
  const request = {
    tokens: importList.map(({ token }) => token),
    ...(into === null ? {} : { into }),
    ...(cellName === '' ? {} : { cellName }),
    ...(protocolId === '' ? {} : { protocolId }),
    ...conditions,
    ...(importTemplate === null ? {} : { template: importTemplate }),
  };
  const report = await workstation.attempt('session:import', request, 'import');
  store.set({ importing: null, importReport: report });
  await refreshSessions(workstation);
  const first = report?.cells.find(({ sessionKey }) => sessionKey !== null)?.sessionKey;
  if (first != null) await openSession(workstation, first);
}
