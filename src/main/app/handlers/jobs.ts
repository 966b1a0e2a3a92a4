import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

export function jobsHandlers({ jobs }: Services): HandlersOf<'jobs'> {
  return {
    'jobs:list': () => jobs.list(),
    'jobs:cancel': ({ jobId }) => jobs.cancel(jobId),
    'jobs:dismiss': ({ jobId }) => jobs.dismiss(jobId),
  };
}
