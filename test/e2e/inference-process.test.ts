import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InferenceStatus } from '../../src/shared/contract/schemas.ts';
import { makeHome, noElectron, startWorkstation, type Home, type Workstation } from './workstation.ts';

const status = async ({ page }: Workstation): Promise<InferenceStatus> =>
  (await page.evaluate(() => window.twinclamp!.call['app:info']())).inference;

describe.skipIf(noElectron)('the inference process (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home, { TWINCLAMP_GPU: 'software' });
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('computes by WebGPU in the hidden window when an adapter is there', async () => {
    await expect.poll(async () => (await status(workstation)).state, { timeout: 60_000 }).toBe('ready');
    const { backend, backendNote } = await status(workstation);
    expect(backend).toMatch(/webgpu/i);
    expect(backendNote).toMatch(availableParallelism() === 1 ? /on one thread\./ : /Simulations run on [2-4] threads\./);
  });

  test('comes back by itself when it is killed', async () => {
    const { app } = workstation;
    const killed = await app.evaluate(({ app: electron }) => {
      const inference = electron
        .getAppMetrics()
        .find(({ name, serviceName }) => name === 'TwinClamp inference' || serviceName === 'TwinClamp inference');
      if (inference !== undefined) process.kill(inference.pid, 'SIGKILL');
      return inference?.pid ?? null;
    });
    expect(killed).not.toBeNull();
    await expect.poll(async () => (await status(workstation)).state, { timeout: 10_000 }).not.toBe('ready');
    await expect.poll(async () => (await status(workstation)).state, { timeout: 60_000 }).toBe('ready');
  });

  test('the hidden window does not keep the app alive once the operator closes the desks', async () => {
    const other = makeHome();
    const { app } = await startWorkstation(other, { TWINCLAMP_RIG: 'none', TWINCLAMP_GPU: 'software' });
    // Taken while the app lives: Playwright forgets the process of an app that has ended.
    const running = app.process();
    try {
      const gone = new Promise<string>((resolve) => running.once('exit', () => resolve('ended')));
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.isVisible())
          ?.close(),
      );
      expect(await gone).toBe('ended');
    } finally {
      running.kill('SIGKILL');
      other.remove();
    }
  });

  test('a second start of the app ends at once and leaves the first one alone', async () => {
    const { app, page } = workstation;
    const [executable, ...args] = await app.evaluate(() => process.argv);
    const second = spawn(
      executable ?? '',
      args.filter((arg) => !/^--(?:inspect|remote-debugging)/.test(arg)),
      {
        env: { ...process.env, TWINCLAMP_USER_DATA: `${home.folder}/user`, TWINCLAMP_SESSIONS: `${home.folder}/sessions` },
      },
    );
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    expect(await page.getByTestId('state-word').isVisible()).toBe(true);
  });
});
