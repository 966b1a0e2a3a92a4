import type { AppState, Notice } from './appState.ts';
import type { Store } from './store.ts';

/** Information disappears after this time; warnings and errors stay until dismissed. */
export const INFO_NOTICE_MS = 8000;

let lastId = 0;

export function addNotice(store: Store<AppState>, level: Notice['level'], message: string): void {
  const same = store.get().notices.some((notice) => notice.level === level && notice.message === message);
  if (same) return;
  lastId += 1;
  const id = lastId;
  store.update((state) => ({ notices: [...state.notices, { id, level, message }] }));
  if (level === 'info') setTimeout(() => dismissNotice(store, id), INFO_NOTICE_MS);
}

export function dismissNotice(store: Store<AppState>, id: number): void {
  store.update((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** The sentence of a failed call, without the wrapping Electron puts around it. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Error invoking remote method '[^']*': (?:\w*Error: )?/, '');
}
