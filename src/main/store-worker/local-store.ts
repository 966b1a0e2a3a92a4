import { OpenRequests } from '../../node/work/index.ts';
import type { StoreJobKind, StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import { JobRunner } from './job-runner.ts';
import type { Store } from './store-client.ts';
import { StorageError, SessionIndex, type SessionFolder, type StorageErrorCode } from '../store/index.ts';
import { createStoreJobs } from './store-jobs.ts';

/** The store in this process, for tests and where there is no window to keep free. */
export function localStore(sessions: SessionFolder, indexFile: string | null = null): Store {
  const requests = new OpenRequests();
  const runner = new JobRunner(createStoreJobs(sessions, new SessionIndex(sessions, indexFile)), (message) => {
    if (message.type === 'result') requests.resolve(message.id, message.result);
    if (message.type === 'error') requests.reject(message.id, new StorageError(message.code as StorageErrorCode, message.message));
  });
  return {
    request: <K extends StoreJobKind>(kind: K, request: StoreRequest<K>) => {
      const { id, answered } = requests.add(undefined);
      runner.receive({ type: 'request', id, kind, request });
      return answered as Promise<StoreResult<K>>;
    },
  };
}
