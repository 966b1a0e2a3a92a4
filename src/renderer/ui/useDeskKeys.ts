import { useEffect } from 'react';
import { DESKS } from '../state/appState.ts';
import { useWorkstation } from '../state/useWorkstation.ts';

/** Ctrl+1 ... Ctrl+6 (Command on macOS) go to the desks, Ctrl+J shows and hides the jobs. */
export function useDeskKeys(): void {
  const { store } = useWorkstation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() === 'j') {
        event.preventDefault();
        store.update(({ jobsOpen }) => ({ jobsOpen: !jobsOpen }));
        return;
      }
      const desk = DESKS[Number(event.key) - 1];
      if (desk === undefined) return;
      event.preventDefault();
      store.set({ desk });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
}
