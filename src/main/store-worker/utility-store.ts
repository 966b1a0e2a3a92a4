import type { ToStore } from '../../shared/store/messages.ts';
import { forkWithSqlite } from '../app/fork-with-sqlite.ts';
import { utilityPeer } from '../app/utility-peer.ts';
import { STORE_FLAGS, type StoreChild } from './store-child.ts';

/** Runs the store process as an Electron utilityProcess. */
export function startUtilityStore(script: string, init: Extract<ToStore, { type: 'init' }>): StoreChild {
  const child = forkWithSqlite(script, { serviceName: 'TwinClamp store', stdio: 'inherit', execArgv: [...STORE_FLAGS] });
  child.postMessage(init);
  return utilityPeer(child);
}
