import { watch } from 'node:fs';
import type { FromStore, ToStore } from '../../shared/store/messages.ts';
import { removeRemains, SESSION_EXTENSION, SessionFolder, SessionIndex } from '../store/index.ts';
import { JobRunner } from './job-runner.ts';
import { createStoreJobs } from './store-jobs.ts';

/** Interval of the signs of life of a working process, ms; one that is busy within one file cannot send them. */
const ALIVE_EVERY_MS = 500;
/** A new session in the folder is reported after this delay, when it is likely to be complete, ms. */
const CHANGES_MS = 1_000;

/** The store process behind its port: answers 'ready', then every request. */
export function serveStore(post: (message: FromStore) => void): (message: ToStore) => void {
  let runner: JobRunner | null = null;
  setInterval(() => post({ type: 'alive' }), ALIVE_EVERY_MS).unref();

  function start({ sessionsDir, indexFile, scripts, inPlaceFile }: Extract<ToStore, { type: 'init' }>): void {
    try {
      const sessions = new SessionFolder(sessionsDir, inPlaceFile ?? null);
      removeRemains(sessionsDir);
      runner = new JobRunner(createStoreJobs(sessions, new SessionIndex(sessions, indexFile), scripts ?? null), post);
      watchFolder(sessionsDir, (sessionKey) => post({ type: 'changed', sessionKey }));
      post({ type: 'ready' });
    } catch (error) {
      post({ type: 'unusable', message: error instanceof Error ? error.message : String(error) });
    }
  }

  return (message) => {
    if (message.type === 'init') start(message);
    else if (runner !== null) runner.receive(message);
    else if (message.type === 'request')
      post({ type: 'error', id: message.id, code: 'io', message: 'The store process is not ready yet; it answers "ready" first.' });
  };
}

/** Where a folder cannot be watched, as on some network drives, it is read each time it is listed. */
function watchFolder(folder: string, onChange: (sessionKey: string) => void): void {
  const changed = new Set<string>();
  try {
    const watcher = watch(folder, (event, name) => {
      // The contents of a session change every second while it records; only its coming and going is of interest here.
      if (event !== 'rename' || name === null || !name.endsWith(SESSION_EXTENSION) || changed.has(name)) return;
      changed.add(name);
      setTimeout(() => {
        changed.delete(name);
        onChange(name);
      }, CHANGES_MS).unref();
    });
    watcher.on('error', () => watcher.close());
    watcher.unref();
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
  }
}
