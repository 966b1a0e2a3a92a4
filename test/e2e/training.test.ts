import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrainingState } from '../../src/shared/training/state.ts';
import { makeHome, noElectron, screenshot, startWorkstation, type Home, type Workstation } from './workstation.ts';

const state = ({ page }: Workstation): Promise<TrainingState> => page.evaluate(() => window.twinclamp!.call['training:state']());

/** Presses the theme switch until the theme is the one wanted. */
async function theme({ page }: Workstation, wanted: 'Dark' | 'Light'): Promise<void> {
  while ((await page.getByTestId('theme-switch').getAttribute('aria-label')) !== `Theme: ${wanted}`)
    await page.getByTestId('theme-switch').click();
}

describe.skipIf(noElectron)('training in the app (skipped without Electron and a screen: npm run test:e2e)', () => {
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

  test('makes cells and learns; its death is reported and leaves inference alone, and it resumes to a network for use', async () => {
    const { app, page } = workstation;
    await expect
      .poll(async () => (await page.evaluate(() => window.twinclamp!.call['app:info']())).inference.state, { timeout: 60_000 })
      .toBe('ready');
    await page.getByTestId('desk-models').click();
    await page.getByTestId('training-protocol').selectOption('family-ina');
    await page.getByTestId('training-cells').fill('5000');
    await page.getByTestId('training-minutes').fill('30');
    await page.getByTestId('training-start').click();
    await expect
      .poll(
        async () => {
          const now = await state(workstation);
          return now.kind === 'failed' ? now.message : now.kind === 'running' && now.progress.step >= 60;
        },
        { timeout: 120_000 },
      )
      .toBe(true);
    await theme(workstation, 'Dark');
    await screenshot(page, 'models-training-dark');
    await theme(workstation, 'Light');
    await screenshot(page, 'models-training');

    const killed = await app.evaluate(({ app: electron }) => {
      const training = electron
        .getAppMetrics()
        .find(({ name, serviceName }) => name === 'TwinClamp training' || serviceName === 'TwinClamp training');
      if (training !== undefined) process.kill(training.pid, 'SIGKILL');
      return training?.pid ?? null;
    });
    expect(killed).not.toBeNull();
    await page.getByTestId('training-problem').filter({ hasText: 'resume' }).waitFor({ timeout: 20_000 });
    expect((await page.evaluate(() => window.twinclamp!.call['app:info']())).inference.state).toBe('ready');

    // Little time is left of the same run, so that a slow machine ends as soon as a fast one.
    await page.getByTestId('training-minutes').fill('0.1');
    await page.getByTestId('training-start').filter({ hasText: 'Resume' }).click();
    await page.getByTestId('network-use').waitFor({ timeout: 150_000 });
    expect((await state(workstation)).kind).toBe('finished');
    await page.getByTestId('network-use').click();
    await page.getByText('Yours, in use').waitFor();
    await screenshot(page, 'models-own');
  });

  test('stops when the app is closed and can be resumed after it', async () => {
    const { page } = workstation;
    await page.getByTestId('training-cells').fill('12000');
    await page.getByTestId('training-start').click();
    await expect.poll(async () => (await state(workstation)).kind).toBe('running');
    await workstation.close();
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
    await workstation.page.getByTestId('desk-models').click();
    await expect.poll(async () => (await state(workstation)).kind).toBe('stopped');
    await workstation.page.getByTestId('training-start').filter({ hasText: 'Resume' }).waitFor();
    expect(await workstation.page.getByText('Yours, in use').count()).toBe(1);
  });
});
