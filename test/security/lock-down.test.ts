import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../../src/shared/contract/contract.ts';
import { makeHome, noElectron, startWorkstation, type Home, type Workstation } from '../e2e/workstation.ts';

describe.skipIf(noElectron)('the window is locked down (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('runs sandboxed and isolated, without Node', async () => {
    const { app, page } = workstation;
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const contents = window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        const { contextIsolation, sandbox, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
        return { contextIsolation, sandbox, nodeIntegration, webviewTag: webviewTag ?? false };
      }),
    );
    for (const window of preferences)
      expect(window).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false });
    const world = await page.evaluate(() => ({
      require: typeof Reflect.get(window, 'require'),
      process: typeof Reflect.get(window, 'process'),
      ipc: typeof Reflect.get(window, 'ipcRenderer'),
      isolated: crossOriginIsolated,
      bridge: Object.keys(Reflect.get(window, 'twinclamp') as object).sort(),
    }));
    expect(world).toEqual({ require: 'undefined', process: 'undefined', ipc: 'undefined', isolated: true, bridge: ['call', 'on'] });
  });

  test('its pages come with a strict policy that Chromium enforces', async () => {
    const { app, page } = workstation;
    const policy = await page.evaluate(async () => (await fetch('app://twinclamp/index.html')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    // Scripts of the test tool bypass the policy; elements they put into the page do not.
    const violations = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return (await contents?.executeJavaScript(`new Promise((resolve) => {
        const seen = [];
        document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.body.append(script);
        const style = document.createElement('style');
        style.textContent = 'body { outline: 1px solid red }';
        document.body.append(style);
        fetch('https://example.com/').catch(() => undefined);
        setTimeout(() => resolve({ seen: seen.sort(), injected: window.injected === true }), 500);
      })`)) as { seen: string[]; injected: boolean };
    });
    expect(violations.injected).toBe(false);
    expect(new Set(violations.seen)).toEqual(new Set(['connect-src', 'script-src-elem', 'style-src-elem']));
  });

  test('shows its own pages without one violation', () => {
    expect(workstation.output()).not.toMatch(/Content Security Policy/);
  });

  test('stays where it is: no navigation, no window, no permission', async () => {
    const { app, page } = workstation;
    const before = page.url();
    const after = await page.evaluate(async () => {
      const opened = window.open('https://example.com/');
      location.href = 'https://example.com/';
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { opened: opened !== null, permission: await Notification.requestPermission(), href: location.href };
    });
    expect(after).toEqual({ opened: false, permission: 'denied', href: before });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('serves nothing outside the pages', async () => {
    const { page } = workstation;
    const statuses = await page.evaluate(async () => {
      const paths = ['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/missing.html', '/../main/index.cjs'];
      return Promise.all(paths.map(async (path) => (await fetch(`app://twinclamp${path}`)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  test('offers exactly the contract, and answers nonsense with a clean error', async () => {
    const { page } = workstation;
    const keys = await page.evaluate(() => Object.keys((Reflect.get(window, 'twinclamp') as { call: object }).call).sort());
    expect(keys).toEqual(Object.keys(contract).sort());
    const answers = await page.evaluate(async () => {
      const { call } = Reflect.get(window, 'twinclamp') as { call: Record<string, (request: unknown) => Promise<unknown>> };
      const answerOf = async (key: string, request: unknown): Promise<string> => {
        try {
          await call[key]?.(request);
          return 'accepted';
        } catch (error) {
          return (error as Error).message;
        }
      };
      return [
        await answerOf('rig:connect', { port: 7 }),
        await answerOf('rig:record', { protocolId: 'x', cellName: 'c', spontaneousSeconds: Number.NaN }),
        await answerOf('session:open', { sessionKey: '../../etc/passwd' }),
        await answerOf('twin:export', { sessionKey: 'x', twinId: 1.5, format: 'exe' }),
        await answerOf('session:trace', 'drop table'),
      ];
    });
    expect(answers[0]).toMatch(/^Connecting the rig: port: /);
    expect(answers[1]).toMatch(/^The recording: /);
    expect(answers[2]).toMatch(/No session/);
    expect(answers[3]).toMatch(/^Exporting the twin: .*twin.*format/);
    expect(answers[4]).toMatch(/^Drawing the recording: /);
    for (const answer of answers) expect(answer).not.toMatch(/ at .*\.(?:c?js|ts):\d+/);
  });
});
