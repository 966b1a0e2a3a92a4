import { restoreDraft } from '../features/protocol/protocolActions.ts';
import { DEFAULT_PROTOCOL_ID } from '../../core/protocol/parse-protocol.ts';
import { changeTrainingForm, loadTraining } from '../features/models/trainingActions.ts';
import { loadJobs } from '../features/jobs/jobActions.ts';
import { refreshSessions } from '../features/review/reviewActions.ts';
import { applyRigStatus, chooseProtocol, refreshPorts } from '../features/rig/rigActions.ts';
import type { Workstation } from './workstation.ts';

/** First questions of a new window; each failure stands alone. Connecting the simulated rig is begun by main. */
export async function startUp(workstation: Workstation): Promise<void> {
  const { api, store, load } = workstation;
  const info = await load('info', () => api.call['app:info']());
  if (info !== null) store.set({ inference: info.inference });
  const rig = await workstation.attempt('rig:status', undefined);
  if (rig !== null) applyRigStatus(workstation, rig);
  const [protocols] = await Promise.all([
    load('protocols', () => api.call['protocol:list']()),
    load('shelf', () => api.call['protocol:shelf']()),
    restoreDraft(workstation),
    loadJobs(workstation),
    refreshPorts(workstation),
    refreshSessions(workstation),
    load('drugs', () => api.call['drug:list']()),
    load('models', () => api.call['models:list']()),
    loadTraining(workstation),
  ]);
  const first = protocols?.find((protocol) => protocol.id === DEFAULT_PROTOCOL_ID) ?? protocols?.[0];
  if (first !== undefined && store.get().trainingForm.protocolId === '') changeTrainingForm(workstation, { protocolId: first.id });
  if (first !== undefined) await chooseProtocol(workstation, first.id);
}
