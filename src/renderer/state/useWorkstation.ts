import { createContext, use, useSyncExternalStore } from 'react';
import type { AppState } from './appState.ts';
import type { Workstation } from './workstation.ts';

export const WorkstationContext = createContext<Workstation | null>(null);

export function useWorkstation(): Workstation {
  const workstation = use(WorkstationContext);
  if (workstation === null) throw new Error('useWorkstation: expected a WorkstationContext above this component, found none.');
  return workstation;
}

/** One part of the state; the component renders again only when that part changes. */
export function useAppState<T>(select: (state: AppState) => T): T {
  const { store } = useWorkstation();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
