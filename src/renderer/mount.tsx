import './styles/index.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { TwinclampApi } from '../shared/contract/contract.ts';
import { App } from './App.tsx';
import { PARTS } from './features/parts.ts';
import { createWorkstation } from './state/createWorkstation.ts';
import type { Workstation } from './state/workstation.ts';
import { WorkstationContext } from './state/useWorkstation.ts';
import { startTheme } from './ui/theme.ts';

/** Starts the window on an API: the real bridge in the app, a fake one in the development harness. */
export function mountApp(root: HTMLElement, api: TwinclampApi): Workstation {
  const workstation = createWorkstation(api, PARTS);
  startTheme(workstation.store);
  createRoot(root).render(
    <StrictMode>
      <WorkstationContext value={workstation}>
        <App />
      </WorkstationContext>
    </StrictMode>,
  );
  void workstation.start();
  return workstation;
}
