import { app, ipcMain, session, type BrowserWindow } from 'electron';
import { dropChannel, sampleAckChannel } from '../../shared/contract/channels.ts';
import { gpuMode, switchOnGpu } from '../gpu/gpu-mode.ts';
import { eventSender } from '../ipc/event-sender.ts';
import { registerHandlers } from '../ipc/register.ts';
import { takeSampleAck } from '../ipc/sample-ack.ts';
import { declareAppScheme, serveAppScheme } from '../security/app-scheme.ts';
import { debugRefusal } from '../security/debug-switches.ts';
import { lockDownContents, lockDownSession } from '../security/lock-down.ts';
import { isTrustedSender } from '../security/sender.ts';
import { createMainWindow, loadMainPage } from '../windows/main-window.ts';
import { dropReceiver } from './drop-receiver.ts';
import { appFolders } from './folders.ts';
import { createHandlers } from './handlers/index.ts';
import { loggedEvents } from './logged-events.ts';
import { programLog } from './program-log.ts';
import { toRequestError } from './request-errors.ts';
import { createServices, type Services } from './services.ts';
import { watchWindow } from './watch-window.ts';

/** Brings the workstation up: one instance, locked down, services first, then the window that shows them. */
export async function startApp(): Promise<void> {
  // The terminal that the app was started from may be closed; only what is printed there is then lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const refusal = debugRefusal(app.getAppPath().endsWith('.asar'), (name) => app.commandLine.hasSwitch(name));
  if (refusal !== null) {
    console.error(refusal);
    app.exit(2);
    return;
  }
  const userData = process.env['TWINCLAMP_USER_DATA'];
  if (userData !== undefined && userData !== '') app.setPath('userData', userData);
  if (!app.requestSingleInstanceLock()) {
    console.log('TwinClamp is running already; its window comes to the front.');
    app.quit();
    return;
  }
  const mode = gpuMode(process.env);
  switchOnGpu(mode, app.commandLine);
  declareAppScheme();
  lockDownContents();
  await app.whenReady();

  const folders = appFolders(app);
  lockDownSession(session.defaultSession);
  serveAppScheme(session.defaultSession, folders.renderer);

  let window: BrowserWindow | null = null;
  const contents = (): BrowserWindow['webContents'] | null => (window === null || window.isDestroyed() ? null : window.webContents);
  const log = programLog();
  const send = loggedEvents(eventSender(contents), log);
  const services = createServices({ folders, mode, send, window: () => window });

  registerHandlers(ipcMain, createHandlers(services), {
    isTrusted: (event) => isTrustedSender(event, contents),
    translate: toRequestError,
    onInternalError: (key, error) => console.error(`${key}:`, error),
  });
  ipcMain.on(sampleAckChannel, (event, seq: unknown) => {
    if (isTrustedSender(event, contents)) takeSampleAck(services.rig, seq);
  });
  const takeDrop = dropReceiver(services.pathTokens, send);
  ipcMain.on(dropChannel, (event, paths: unknown) => {
    if (isTrustedSender(event, contents)) takeDrop(paths);
  });

  window = createMainWindow(folders.preload);
  window.once('show', () => log('window: shown'));
  watchWindow(window, services, send);
  const shown = window;
  app.on('second-instance', () => {
    if (shown.isDestroyed()) return;
    if (shown.isMinimized()) shown.restore();
    shown.focus();
  });
  // The hidden WebGPU window would keep the app alive.
  shown.once('closed', () => app.quit());
  closeServicesOnQuit(services);
  await loadMainPage(window);
  log(`TwinClamp ${app.getVersion()} on Electron ${process.versions.electron}: page loaded`);
  services.start();
  void services.copies.tryAgain();
}

/** Quitting waits for the services, so that the rig is at its safe level and the session files are closed. */
function closeServicesOnQuit(services: Services): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void services
      .close()
      .catch((error: unknown) => console.error('Closing failed:', error))
      .finally(() => {
        closed = true;
        // Electron ignores a quit that is requested while it still decides about the last one.
        setImmediate(() => app.quit());
      });
  });
}
