import type { JobView } from '../../shared/contract/schemas.ts';

/** A job of the harness's cell, running unless stated otherwise. */
export function fakeJob(over: Partial<JobView> = {}): JobView {
  return {
    jobId: 1,
    sessionKey: 's3',
    recordingId: 1,
    together: [],
    cellName: 'Dish 2 cell 4',
    simulated: true,
    method: 'refined',
    mode: null,
    origin: 'run',
    state: 'running',
    stage: 'refining',
    fraction: 0.3,
    message: '',
    estimate: null,
    twinId: null,
    alarms: [],
    fitFailed: false,
    ...over,
  };
}
