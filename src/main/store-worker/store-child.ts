import type { FromStore, ToStore } from '../../shared/store/messages.ts';

/** A small nursery: the text of an export is short-lived, and would otherwise be kept by the hundred megabytes before it is cleared away. */
export const STORE_FLAGS = ['--max-semi-space-size=2'] as const;

/** A running store process, whatever runs it. */
export interface StoreChild {
  post(message: ToStore): void;
  onMessage(listener: (message: FromStore) => void): void;
  /** Called once when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a process and sends it 'init'. */
export type StartStoreChild = () => StoreChild;
