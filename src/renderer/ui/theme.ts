import { useSyncExternalStore } from 'react';
import type { AppState, ThemeChoice } from '../state/appState.ts';
import type { Store } from '../state/store.ts';

const KEY = 'twinclamp.theme';
const DARK_QUERY = '(prefers-color-scheme: dark)';

/** Applies the chosen theme to the document and follows the system when that is the choice. */
export function startTheme(store: Store<AppState>): void {
  const system = window.matchMedia(DARK_QUERY);
  const saved = localStorage.getItem(KEY);
  if (saved === 'dark' || saved === 'light') store.set({ theme: saved });
  const apply = (): void => {
    const { theme } = store.get();
    const dark = theme === 'dark' || (theme === 'system' && system.matches);
    const wanted = dark ? 'dark' : 'light';
    if (document.documentElement.dataset.theme === wanted) return;
    document.documentElement.dataset.theme = wanted;
    document.body.classList.toggle('bp6-dark', dark);
  };
  apply();
  store.subscribe(apply);
  system.addEventListener('change', apply);
}

export function chooseTheme(store: Store<AppState>, theme: ThemeChoice): void {
  localStorage.setItem(KEY, theme);
  store.set({ theme });
}

/** The theme on screen now; canvas drawings are rebuilt when it changes. */
export function useAppliedTheme(): string {
  return useSyncExternalStore(
    (listener) => {
      const observer = new MutationObserver(listener);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme ?? 'dark',
  );
}
