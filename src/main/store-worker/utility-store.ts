import { utilityProcess } from 'electron';
import { sqliteAlias } from '../app/sqlite-alias.ts';
import type { FromStore, ToStore } from '../../shared/store/messages.ts';
import { STORE_FLAGS, type StoreChild } from './store-child.ts';

/** Runs the store process as an Electron utilityProcess. */
export function startUtilityStore(script: string, init: Extract<ToStore, { type: 'init' }>): StoreChild {
  const alias = sqliteAlias();
  // Of several arguments the oldest Electron loses the alias, without which it cannot open a session; it goes without the small nursery.
  const execArgv = alias.length > 0 ? alias : [...STORE_FLAGS];
  const child = utilityProcess.fork(script, [], { serviceName: 'TwinClamp store', stdio: 'inherit', execArgv });
  child.postMessage(init);
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromStore) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
