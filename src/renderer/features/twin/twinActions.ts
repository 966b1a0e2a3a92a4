import { alarmNote } from '../../../core/formats/export/provenance.ts';
import type { TwinEvidence } from '../../../core/twin/twin.ts';
import type { TwinFormat } from '../../../core/formats/export/registry.ts';
import { EMPTY } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

export type TwinMethod = 'network' | 'refined' | 'fit';

/** Opens a twin with its session and shows the Twin desk unless another desk asked. */
export async function openTwin(
  workstation: Workstation,
  sessionKey: string,
  twinId: number,
  desk: 'twin' | 'stay' = 'twin',
): Promise<void> {
  const { api, store, load } = workstation;
  if (desk === 'twin') store.set({ desk: 'twin' });
  store.set({ drugResult: EMPTY });
  await load('openTwin', async () => {
    const [twin, session] = await Promise.all([api.call['twin:get']({ sessionKey, twinId }), api.call['session:open']({ sessionKey })]);
    return { sessionKey, twinId, twin, session };
  });
}

export interface TwinWish {
  readonly sessionKey: string;
  readonly recordingId: number;
  /** Further clamp recordings of the cell that are fitted together with it. */
  readonly together?: number[];
  readonly method: TwinMethod;
  readonly mode?: TwinEvidence['mode'] | 'usual' | undefined;
}

/** Infers (again) from a stored recording: a job of the list, which reports when it is finished. Nothing is opened automatically. */
export async function inferTwin(workstation: Workstation, wish: TwinWish): Promise<void> {
  const { sessionKey } = wish;
  // How a job ended is shown in its row.
  const isInList = (message: string): boolean =>
    /was cancelled|operator cancelled/.test(message) ||
    workstation.store.get().jobs.some((job) => job.sessionKey === sessionKey && job.message === message);
  await workstation.attempt('twin:infer', wish, 'infer', isInList);
}

export async function exportTwin(workstation: Workstation, sessionKey: string, twinId: number, format: TwinFormat): Promise<void> {
  const path = await workstation.attempt('twin:export', { sessionKey, twinId, format }, `export-${format}`);
  if (path === null) return;
  addNotice(workstation.store, 'info', `Twin written to ${path}`);
  const open = workstation.store.get().openTwin;
  const note = open.kind === 'loaded' && open.value.twinId === twinId ? alarmNote(open.value.twin) : null;
  if (note !== null) addNotice(workstation.store, 'warning', note);
}

/** Writes the report of this twin, whatever other twins there are. */
export async function reportTwin(workstation: Workstation, sessionKey: string, twinId: number): Promise<void> {
  const path = await workstation.attempt('twin:report', { sessionKey, twinId }, 'report');
  if (path !== null) addNotice(workstation.store, 'info', `Report written to ${path}`);
}
