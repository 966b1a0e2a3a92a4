import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { APP_ORIGIN, securityHeaders } from './content-policy.ts';
import { pageFile } from './page-file.ts';

const scheme = APP_ORIGIN.slice(0, APP_ORIGIN.indexOf(':'));

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
}

/** Serves the built pages under app://twinclamp/ and nothing else. */
export function serveAppScheme(session: Session, rendererFolder: string): void {
  session.protocol.handle(scheme, async (request) => {
    const refused = (status: number, text: string): Response => new Response(text, { status, headers: securityHeaders });
    if (request.method !== 'GET') return refused(405, `Expected GET, got ${request.method}.`);
    const file = pageFile(rendererFolder, request.url);
    if (file === null) return refused(404, `There is no page ${request.url}.`);
    try {
      const body = await readFile(file.path);
      return new Response(new Uint8Array(body), { headers: { ...securityHeaders, 'Content-Type': file.mimeType } });
    } catch (error) {
      return refused(404, `There is no page ${request.url} (${error instanceof Error ? error.message : String(error)}).`);
    }
  });
}
