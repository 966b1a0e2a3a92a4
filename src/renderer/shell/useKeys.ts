import { useEffect } from 'react';
import { DESKS, PARTS } from '../features/parts.ts';
import { useWorkstation } from '../state/useWorkstation.ts';

/** Ctrl+1, Ctrl+2 ... (Command on macOS) open the desks in the order of the rail; other keys go to the panels and the open desk. */
export function useKeys(): void {
  const workstation = useWorkstation();
  useEffect(() => {
    const goToDesk = (event: KeyboardEvent): boolean => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
      const desk = DESKS[Number(event.key) - 1];
      if (desk === undefined) return false;
      workstation.store.set({ desk: desk.id });
      return true;
    };
    const onKey = (event: KeyboardEvent): void => {
      const open = PARTS.desks[workstation.store.get().desk];
      const isTaken =
        goToDesk(event) ||
        Object.values(PARTS.panels).some((panel) => panel.keys?.(event, workstation)) ||
        open.keys?.(event, workstation) === true;
      if (isTaken) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [workstation]);
}
