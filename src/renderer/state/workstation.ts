import type { ContractKey, RequestOf, ResponseOf, TwinclampApi } from '../../shared/contract/contract.ts';
import type { LiveTraces } from '../traces/liveTraces.ts';
import type { ScopeTraces } from '../traces/scopeTraces.ts';
import type { AppState } from './appState.ts';
import type { Loadable } from './loadable.ts';
import type { Store } from './store.ts';

type LoadableKey = { [K in keyof AppState]: AppState[K] extends Loadable<unknown> ? K : never }[keyof AppState];
type LoadedValue<K extends LoadableKey> = Extract<AppState[K], { kind: 'loaded' }>['value'];

/** What every part of the window works with: the API, the state, and the live samples beside it. */
export interface Workstation {
  readonly api: TwinclampApi;
  readonly store: Store<AppState>;
  readonly live: LiveTraces;
  /** Sweeps of the test pulses. */
  readonly scope: ScopeTraces;
  /** Main has begun to connect the simulated rig. */
  start(): Promise<void>;
  /**
   * Calls main. A failure becomes a notice that stays, and null. `action` marks the button that waits; a failure whose
   * message `wanted` accepts is no error: the operator asked for it, or it is shown elsewhere.
   */
  attempt<K extends ContractKey>(
    key: K,
    request: RequestOf<K>,
    action?: string,
    wanted?: (message: string) => boolean,
  ): Promise<ResponseOf<K> | null>;
  /** Loads a part of the state; a failure is kept there and shown as a notice. */
  load<K extends LoadableKey>(part: K, fetch: () => Promise<LoadedValue<K>>): Promise<LoadedValue<K> | null>;
}
