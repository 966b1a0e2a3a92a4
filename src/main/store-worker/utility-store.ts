import { forkWithSqlite } from '../app/fork-with-sqlite.ts';
import type { FromStore, ToStore } from '../../shared/store/messages.ts';
import { STORE_FLAGS, type StoreChild } from './store-child.ts';

/** Runs the store process as an Electron utilityProcess. */
export function startUtilityStore(script: string, init: Extract<ToStore, { type: 'init' }>): StoreChild {
  const child = forkWithSqlite(script, { serviceName: 'TwinClamp store', stdio: 'inherit', execArgv: [...STORE_FLAGS] });
  child.postMessage(init);
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromStore) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
