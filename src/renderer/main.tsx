import type { TwinclampApi } from '../shared/contract/contract.ts';
import { mountApp } from './mount.tsx';

declare global {
  interface Window {
    /** Set by preload; absent only when the page is opened outside the app. */
    readonly twinclamp?: TwinclampApi;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with id "root"; expected index.html of TwinClamp. Reinstall the app.');

if (window.twinclamp === undefined) {
  root.className = 'no-bridge';
  root.textContent =
    'TwinClamp could not reach its main process: the bridge "window.twinclamp" is missing. Quit and start the app again; if it ' +
    'stays, reinstall it.';
} else {
  mountApp(root, window.twinclamp);
}
