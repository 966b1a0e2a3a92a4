import { BrowserWindow } from 'electron';
import { APP_ORIGIN } from '../security/content-policy.ts';

/** The one window of the workstation: sandboxed, isolated, without Node, showing app://twinclamp/. */
export function createMainWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'TwinClamp',
    width: 1480,
    height: 940,
    minWidth: 1024,
    minHeight: 680,
    show: false,
    backgroundColor: '#1c2127',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      // Live traces and elapsed time are updated while the window is covered.
      backgroundThrottling: false,
    },
  });
  window.setMenu(null);
  window.once('ready-to-show', () => window.show());
  return window;
}

export function loadMainPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(`${APP_ORIGIN}/index.html`);
}
