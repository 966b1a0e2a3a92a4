import { applyJobs } from '../features/jobs/jobActions.ts';
import { applyTraining } from '../features/models/trainingActions.ts';
import { refreshSessions, reloadOpenSession } from '../features/review/reviewActions.ts';
import { takeDropped } from '../features/review/takeDropped.ts';
import { applyRigStatus } from '../features/rig/rigActions.ts';
import { addNotice } from './notices.ts';
import type { Workstation } from './workstation.ts';

/** Connects the pushes of main to the state. Samples go to the live traces, never into the state. */
export function bindEvents(workstation: Workstation): () => void {
  const { api, store, live } = workstation;
  const off = [
    api.on['rig:status']((rig) => {
      if (rig.recording !== null) live.expect(rig.recording.sessionKey, rig.recording.recordingId, rig.recording.totalMs);
      applyRigStatus(workstation, rig);
    }),
    api.on['rig:samples']((block) => live.push(block)),
    api.on['inference:status']((inference) => store.set({ inference })),
    api.on['jobs:changed']((jobs) => applyJobs(workstation, jobs)),
    api.on['training:state']((training) => applyTraining(workstation, training)),
    api.on['session:changed'](({ sessionKey }) => {
      void refreshSessions(workstation);
      void reloadOpenSession(workstation, sessionKey);
    }),
    api.on['app:dropped'](({ files }) => void takeDropped(workstation, files)),
    api.on['app:notice'](({ level, message }) => addNotice(store, level, message)),
  ];
  return () => off.forEach((stop) => stop());
}
