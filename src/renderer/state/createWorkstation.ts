import type { TwinclampApi } from '../../shared/contract/contract.ts';
import { LiveTraces } from '../traces/liveTraces.ts';
import { ScopeTraces } from '../traces/scopeTraces.ts';
import type { AppState } from './appState.ts';
import { toLoading, type Loadable } from './loadable.ts';
import { addNotice, messageOf } from './notices.ts';
import { allParts, initialState, type Parts } from './part.ts';
import { createStore } from './store.ts';
import type { Workstation } from './workstation.ts';

export function createWorkstation(api: TwinclampApi, parts: Parts): Workstation {
  const store = createStore<AppState>(initialState(parts));
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
    scope: new ScopeTraces(),
    async start() {
      const all = allParts(parts);
      for (const part of all) part.bind?.(workstation);
      await Promise.all(all.map(async (part) => part.start?.(workstation)));
      await Promise.all(all.map(async (part) => part.started?.(workstation)));
    },
    async attempt(key, request, action = key, wanted = () => false) {
      mark(action, true);
      try {
        return await api.call[key](request);
      } catch (error) {
        const message = messageOf(error);
        // What the operator cancelled has not failed.
        if (!wanted(message)) addNotice(store, message.startsWith('The job was cancelled') ? 'warning' : 'error', message);
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
