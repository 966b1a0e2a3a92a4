import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, noElectron, screenshot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

const CELL = 'end-to-end cell';

describe.skipIf(noElectron)('from rig to export (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home);
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('records the protocol on the simulated rig, live and to the end', async () => {
    const { page } = workstation;
    await waitForState(page, 'Idle');
    await page.getByTestId('cell-name').fill(CELL);
    await page.getByTestId('record').click();
    await waitForState(page, 'Recording');
    await page.waitForTimeout(3000);
    await screenshot(page, 'rig-recording');
    await page.getByTestId('twin-estimate-word').filter({ hasText: 'Network’s answer' }).waitFor({ timeout: 120_000 });
    await screenshot(page, 'rig-estimate');
    await waitForState(page, 'Idle', 120_000);
    const session = (await page.evaluate(() => window.twinclamp!.call['session:list']()))[0];
    expect(session).toMatchObject({ cellName: CELL, simulated: true, problem: null });
    const detail = await page.evaluate((sessionKey) => window.twinclamp!.call['session:open']({ sessionKey }), session?.sessionKey ?? '');
    expect(detail.recordingList.map(({ kind, status, lostSamples }) => ({ kind, status, lostSamples }))).toEqual([
      { kind: 'voltage-clamp', status: 'complete', lostSamples: 0 },
      { kind: 'spontaneous', status: 'complete', lostSamples: 0 },
    ]);
  });

  test('gets the twin automatically and shows it over the recording', async () => {
    const { page } = workstation;
    await page.getByTestId('twin-ready').click({ timeout: 240_000 });
    await page.getByTestId('nrmse').waitFor();
    expect(await page.getByTestId('parameter-row').count()).toBe(52);
    for (const plot of ['comparison-command', 'comparison-current', 'comparison-residual']) {
      await page.getByTestId(plot).locator('canvas').first().waitFor();
    }
    await page.waitForTimeout(1500);
    await screenshot(page, 'twin');
    const nrmsePercent = Number.parseFloat((await page.getByTestId('nrmse').textContent())?.match(/\d+(\.\d+)?/)?.[0] ?? 'NaN');
    expect(nrmsePercent).toBeLessThan(10);
  });

  test('compares the methods on the recording, until it is cancelled', async () => {
    const { page } = workstation;
    await page.getByRole('tab', { name: 'Methods' }).click();
    await page.getByTestId('compare-methods').click();
    // The last three take longest: they are cancelled, and what is done stays. For the picture only the last is.
    const pictured = process.env['TWINCLAMP_SCREENSHOTS'] === '1';
    const cancelled = page.getByTestId(`method-${pictured ? 'fit' : 'refined'}`);
    await cancelled.filter({ hasText: /Running, \d+ %\./ }).waitFor({ timeout: 560_000 });
    await screenshot(page, 'methods');
    await page.getByTestId('cancel-methods').click();
    await cancelled.filter({ hasText: 'Cancelled' }).waitFor({ timeout: 30_000 });
    const row = (method: string) => page.getByTestId(`method-${method}`).textContent();
    for (const method of ['network', 'iv', ...(pictured ? ['refined', 'genetic'] : [])]) expect(await row(method)).toMatch(/\d\.\d\d/);
  }, 600_000);

  test('blocks IKr on the twin and shows the action potential before and after', async () => {
    const { page } = workstation;
    await page.getByTestId('desk-drugs').click();
    await page.getByRole('radio', { name: 'One concentration' }).click();
    await page.getByTestId('drug-channel-IKr-ic50').fill('100');
    await page.getByTestId('drug-concentration').fill('100');
    await page.getByTestId('drug-apply').click();
    await page.locator('[data-testid^="drug-after"]').first().waitFor({ timeout: 120_000 });
    expect(await page.locator('.drug-form').textContent()).toContain('50.0 %');
    await screenshot(page, 'drugs');
  });

  test('exports the twin as JSON', async () => {
    const { app, page } = workstation;
    const target = join(home.folder, 'twin.json');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
    await page.getByTestId('desk-twin').click();
    await page.getByTestId('export-twin').click();
    await page.getByTestId('export-json').click();
    await expect.poll(() => existsSync(target), { timeout: 30_000 }).toBe(true);
    const twin = JSON.parse(readFileSync(target, 'utf8')) as { schema: string; cellName: string; parameters: { multiplier: number }[] };
    expect(twin).toMatchObject({ schema: 'twinclamp.twin/3', cellName: CELL });
    expect(twin.parameters).toHaveLength(52);
    expect(twin.parameters.every(({ multiplier }) => Number.isFinite(multiplier) && multiplier > 0)).toBe(true);
  });

  test('finds the session with its twin after a restart', async () => {
    await workstation.close();
    workstation = await startWorkstation(home);
    const { page } = workstation;
    await page.getByTestId('desk-review').click();
    const row = page.getByTestId('session-row').filter({ hasText: CELL });
    await row.waitFor({ timeout: 30_000 });
    expect(await row.textContent()).toMatch(/2 recordings · [23] twins/);
    await row.click();
    await page.getByTestId('recording-row').first().waitFor();
    await page.waitForTimeout(1500);
    await screenshot(page, 'review');
    await page.getByTestId('open-twin').first().click();
    await page.getByTestId('nrmse').waitFor({ timeout: 60_000 });
    await page.getByTestId('desk-models').click();
    await screenshot(page, 'models');
  });
});
