import type { StoreJobKind, StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import { JobRunner } from './job-runner.ts';
import type { Store } from './store-client.ts';
import { StorageError, SessionIndex, type SessionFolder, type StorageErrorCode } from '../store/index.ts';
import { createStoreJobs } from './store-jobs.ts';

/** The store in this process, for tests and where there is no window to keep free. */
export function localStore(sessions: SessionFolder, indexFile: string | null = null): Store {
  const waiting = new Map<number, { readonly resolve: (result: unknown) => void; readonly reject: (error: StorageError) => void }>();
  let nextId = 1;
  const runner = new JobRunner(createStoreJobs(sessions, new SessionIndex(sessions, indexFile)), (message) => {
    if (message.type === 'result') waiting.get(message.id)?.resolve(message.result);
    if (message.type === 'error') waiting.get(message.id)?.reject(new StorageError(message.code as StorageErrorCode, message.message));
  });
  return {
    request: <K extends StoreJobKind>(kind: K, request: StoreRequest<K>) => {
      const id = nextId++;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject })).finally(() => waiting.delete(id));
      runner.receive({ type: 'request', id, kind, request });
      return answer as Promise<StoreResult<K>>;
    },
  };
}
