import type { Peer } from '../../node/work/index.ts';
import type { FromStore, ToStore } from '../../shared/store/messages.ts';

/**
 * A small young generation: the text of an export is short-lived, and would otherwise be kept by the hundred megabytes before it is freed.
 */
export const STORE_FLAGS = ['--max-semi-space-size=2'] as const;

export type StoreChild = Peer<ToStore, FromStore>;

/** Starts a process and sends it 'init'. */
export type StartStoreChild = () => StoreChild;
