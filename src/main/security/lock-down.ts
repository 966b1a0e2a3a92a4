import { app, type Session } from 'electron';
import { APP_ORIGIN } from './content-policy.ts';

/** Denies every permission, device and foreign address to the pages of a session. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = details.url.startsWith(`${APP_ORIGIN}/`) || /^(?:data|blob|devtools):/.test(details.url);
    decide({ cancel: !own });
  });
  session.on('will-download', (event) => event.preventDefault());
}

/** No page of ours leaves its address, opens a window or embeds a webview, now or in any later window. */
export function lockDownContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
