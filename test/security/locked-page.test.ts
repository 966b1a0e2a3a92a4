import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, noElectron, startWorkstation, type Home, type Workstation } from '../e2e/workstation.ts';

/** The test tool's scripts are not under the policy of the page, those that main runs in it are. */
async function inPage<T>({ app }: Workstation, source: string): Promise<T> {
  return (await app.evaluate(
    ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
    source,
  )) as T;
}

describe.skipIf(noElectron)('a page that wants out (skipped without Electron and a screen: npm run test:e2e)', () => {
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

  test('makes no code of text', async () => {
    const tried = await inPage<Record<string, string>>(
      workstation,
      `(async () => {
        const tries = {
          eval: () => (0, eval)('1 + 1'),
          Function: () => new Function('return 2')(),
          asyncFunction: () => Object.getPrototypeOf(async () => {}).constructor('return 2')(),
          blobWorker: () => new Promise((resolve, reject) => {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
            worker.onmessage = () => resolve('ran');
            worker.onerror = () => reject(new Error('refused'));
          }),
          dataImport: () => import('data:text/javascript,export default 1'),
          serviceWorker: () => navigator.serviceWorker.register('/sw.js'),
        };
        const results = {};
        for (const [name, run] of Object.entries(tries))
          results[name] = await Promise.resolve().then(run).then(() => 'RAN', () => 'refused');
        window.ranByTimer = false;
        setTimeout('window.ranByTimer = true', 0);
        const link = document.createElement('a');
        link.href = 'javascript:window.ranByTimer = true';
        link.click();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return { ...results, timer: window.ranByTimer ? 'RAN' : 'refused' };
      })()`,
    );
    expect(tried).toEqual({
      eval: 'refused',
      Function: 'refused',
      asyncFunction: 'refused',
      blobWorker: 'refused',
      dataImport: 'refused',
      serviceWorker: 'refused',
      timer: 'refused',
    });
  });

  test('reads no file and no address', async () => {
    const secret = join(home.folder, 'secret.txt');
    writeFileSync(secret, 'secret');
    const addresses = [
      `file://${secret}`,
      'file:///etc/passwd',
      'http://127.0.0.1:9/',
      'ws://127.0.0.1:9/',
      'app://other/index.html',
      'app://twinclamp/../../etc/passwd',
      'devtools://devtools/bundled/inspector.html',
      'chrome://version',
    ];
    const answers = await inPage<string[]>(
      workstation,
      `Promise.all(${JSON.stringify(addresses)}.map((url) => fetch(url).then(
        async (answer) => (answer.status === 404 ? '404' : 'READ ' + (await answer.text()).slice(0, 20)),
        () => 'refused')))`,
    );
    expect(answers.filter((answer) => answer !== 'refused' && answer !== '404')).toEqual([]);
  });

  test('goes nowhere, opens nothing, embeds nothing', async () => {
    const { app, page } = workstation;
    const before = page.url();
    await inPage(
      workstation,
      `(async () => {
        const go = [
          () => window.open('file:///etc/passwd'), () => window.open('about:blank'), () => window.open('app://twinclamp/index.html'),
          () => { location.href = 'file:///etc/passwd'; }, () => { location.href = 'data:text/html,x'; },
          () => { location.assign('https://example.com/'); },
          () => {
            const form = document.createElement('form');
            form.action = 'https://example.com/';
            document.body.append(form);
            form.submit();
          },
          ...['iframe', 'webview', 'embed', 'object'].map((name) => () => {
            const element = document.createElement(name);
            element.setAttribute(name === 'object' ? 'data' : 'src', 'file:///etc/passwd');
            document.body.append(element);
          }),
          () => { const base = document.createElement('base'); base.href = 'https://example.com/'; document.head.append(base); },
          () => {
            const link = document.createElement('a');
            link.href = 'data:text/plain,x';
            link.download = '../../x.txt';
            document.body.append(link);
            link.click();
          },
        ];
        for (const step of go) { try { step(); } catch (error) { void error; } }
        await new Promise((resolve) => setTimeout(resolve, 700));
      })()`,
    );
    expect(page.url()).toBe(before);
    expect(
      await app.evaluate(({ BrowserWindow, webContents }) => [
        BrowserWindow.getAllWindows().length,
        webContents.getAllWebContents().filter((contents) => contents.getType() !== 'window').length,
      ]),
    ).toEqual([1, 0]);
    expect(
      page
        .frames()
        .map((frame) => frame.url())
        .filter((url) => !url.startsWith('app://twinclamp/index.html') && !/^(?:about:blank|chrome-error:|)/.test(url)),
    ).toEqual([]);
    expect(await inPage(workstation, 'document.baseURI')).toBe(before);
  });

  test('is given no permission and no device', async () => {
    const answers = await inPage<Record<string, string>>(
      workstation,
      `(async () => {
        const ask = {
          camera: () => navigator.mediaDevices.getUserMedia({ video: true }), screen: () => navigator.mediaDevices.getDisplayMedia(),
          place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
          clipboard: () => navigator.clipboard.readText(), midi: () => navigator.requestMIDIAccess({ sysex: true }),
          serial: () => navigator.serial.requestPort(), usb: () => navigator.usb.requestDevice({ filters: [] }),
          hid: async () => { if ((await navigator.hid.requestDevice({ filters: [] })).length === 0) throw new Error('none'); },
          pointer: () => document.body.requestPointerLock(),
          storage: async () => { if (!(await navigator.storage.persist())) throw new Error('no'); },
          notice: async () => { if ((await Notification.requestPermission()) !== 'granted') throw new Error('no'); },
        };
        const results = {};
        await Promise.all(Object.entries(ask).map(async ([name, run]) => {
          const late = new Promise((resolve) => setTimeout(() => resolve('no answer'), 5000));
          const given = (value) => (value === undefined && name === 'pointer' ? 'no answer' : 'GIVEN');
          results[name] = await Promise.race([late, Promise.resolve().then(run).then(given, () => 'refused')]);
        }));
        return results;
      })()`,
    );
    for (const [name, answer] of Object.entries(answers)) expect(answer, name).not.toBe('GIVEN');
    expect(answers['serial']).toBe('refused');
    // Without the full screen a page cannot lock the keys of ABORT either. A refused wish may stay without an answer.
    await workstation.app.evaluate(({ BrowserWindow }) => {
      void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'void document.body.requestFullscreen().catch(() => undefined)',
        true,
      );
    });
    await workstation.page.waitForTimeout(1000);
    expect(await inPage(workstation, 'document.fullscreenElement === null')).toBe(true);
    expect(await workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen())).toBe(false);
  });

  test('reaches neither Electron nor the channels below the contract', async () => {
    const reach = await inPage<string[]>(
      workstation,
      `(() => {
        const { twinclamp } = window;
        const found = [];
        const forbidden = ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron', 'webUtils'];
        for (const name of forbidden) if (name in window) found.push(name);
        const make = twinclamp.call['rig:status'].constructor;
        try { if (make('return typeof process')() !== 'undefined') found.push('process by a function'); } catch (error) { void error; }
        try {
          twinclamp.call['rig:status'] = () => 0;
          if (twinclamp.call['rig:status']() === 0) found.push('bridge replaced');
        } catch (error) { void error; }
        try { twinclamp.call.__proto__.invoke = 1; } catch (error) { void error; }
        return found;
      })()`,
    );
    expect(reach).toEqual([]);
  });
});
