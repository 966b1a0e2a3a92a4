import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, noElectron, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('while a recording runs (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home);
    const { page } = workstation;
    await waitForState(page, 'Idle');
    await page.getByTestId('cell-name').fill('guarded cell');
    await page.getByTestId('record').click();
    await waitForState(page, 'Recording');
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('closing the window asks, and the recording goes on when the operator keeps it', async () => {
    const { app, page } = workstation;
    const asked = await app.evaluate(async ({ BrowserWindow, dialog }) => {
      const questions: string[] = [];
      dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
        questions.push(options.message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
      BrowserWindow.getAllWindows()[0]?.close();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return questions;
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/recording is running/i);
    await waitForState(page, 'Recording');
  });

  test('a window that dies comes back while the recording goes on', async () => {
    const { app } = workstation;
    const word = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return 'no window';
      const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      const loaded = new Promise<string>((resolve) => contents.once('did-finish-load', () => resolve('loaded')));
      contents.forcefullyCrashRenderer();
      if ((await Promise.race([loaded, pause(15_000)])) !== 'loaded') return 'not loaded again';
      for (let i = 0; i < 100; i++) {
        const text = (await contents.executeJavaScript('document.querySelector("[data-testid=state-word]")?.textContent ?? ""')) as string;
        if (text !== '' && text !== 'Disconnected') return text;
        await pause(100);
      }
      return 'no state';
    });
    expect(word).toBe('Recording');
  });

  test('the abort key ends the run at once and keeps what was recorded', async () => {
    const { app } = workstation;
    const statuses = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.sendInputEvent({ type: 'keyDown', keyCode: 'F12' });
      contents?.sendInputEvent({ type: 'keyUp', keyCode: 'F12' });
      const ask = `(async () => {
        const call = window.twinclamp.call;
        for (let i = 0; i < 100; i++) {
          const [session] = await call['session:list']();
          const detail = await call['session:open']({ sessionKey: session.sessionKey });
          const statuses = detail.recordingList.map((recording) => recording.status);
          if (!statuses.includes('recording')) return statuses;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return ['still recording'];
      })()`;
      return (await contents?.executeJavaScript(ask)) as string[];
    });
    expect(statuses).toEqual(['aborted']);
  });
});
