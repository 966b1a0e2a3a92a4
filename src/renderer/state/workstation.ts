import type { ContractKey, RequestOf, ResponseOf, TwinclampApi } from '../../shared/contract/contract.ts';
import { bindDraft } from '../features/protocol/bindDraft.ts';
import { bindScores } from '../features/protocol/bindScores.ts';
import { LiveTraces } from '../traces/liveTraces.ts';
import { INITIAL_STATE, type AppState } from './appState.ts';
import { bindEvents } from './bindEvents.ts';
import { toLoading, type Loadable } from './loadable.ts';
import { addNotice, messageOf } from './notices.ts';
import { startUp } from './startUp.ts';
import { createStore, type Store } from './store.ts';

type LoadableKey = { [K in keyof AppState]: AppState[K] extends Loadable<unknown> ? K : never }[keyof AppState];
type LoadedValue<K extends LoadableKey> = Extract<AppState[K], { kind: 'loaded' }>['value'];

/** What every part of the window works with: the API, the state, and the live samples beside it. */
export interface Workstation {
  readonly api: TwinclampApi;
  readonly store: Store<AppState>;
  readonly live: LiveTraces;
  start(): Promise<void>;
  /**
   * Calls main. A failure becomes a notice that stays, and null. `action` marks the button that waits; a failure whose
   * message `wanted` takes is no error: the operator asked for it, or it is shown elsewhere.
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

export function createWorkstation(api: TwinclampApi): Workstation {
  const store = createStore<AppState>(INITIAL_STATE);
  const live = new LiveTraces();
  const newest = new Map<string, number>();

  const mark = (action: string, busy: boolean): void =>
    store.update(({ pending }) => {
      const next = new Set(pending);
      if (busy) next.add(action);
      else next.delete(action);
      return { pending: next };
    });

  const workstation: Workstation = {
    api,
    store,
    live,
    async start() {
      bindEvents(workstation);
      bindDraft(workstation);
      bindScores(workstation);
      await startUp(workstation);
    },
    async attempt(key, request, action = key, wanted = () => false) {
      mark(action, true);
      try {
        return await api.call[key](request);
      } catch (error) {
        const message = messageOf(error);
        if (!wanted(message)) addNotice(store, 'error', message);
        return null;
      } finally {
        mark(action, false);
      }
    },
    async load(part, fetch) {
      // An older answer must never overwrite a newer question.
      const turn = (newest.get(part) ?? 0) + 1;
      newest.set(part, turn);
      const put = (loadable: Loadable<unknown>): void => store.set({ [part]: loadable });
      put(toLoading(store.get()[part] as Loadable<unknown>));
      try {
        const value = await fetch();
        if (newest.get(part) === turn) put({ kind: 'loaded', value });
        return value;
      } catch (error) {
        const message = messageOf(error);
        if (newest.get(part) === turn) put({ kind: 'failed', message });
        addNotice(store, 'error', message);
        return null;
      }
    },
  };
  return workstation;
}
