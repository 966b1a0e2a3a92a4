import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look, makeHome, noElectron, screenshot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('starting the app (skipped without Electron and a screen: npm run test:e2e)', () => {
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

  test('connects to the built-in simulated rig automatically and never hides that it is simulated', async () => {
    const { page } = workstation;
    await waitForState(page, 'Idle');
    expect(await page.getByTestId('simulated-badge').isVisible()).toBe(true);
    await screenshot(page, 'start');
  });

  test('measures the membrane of the simulated cell', async () => {
    const { page } = workstation;
    await page.getByTestId('membrane-test').click();
    await page.waitForFunction(() => /Rs\s*\d/.test(document.querySelector('.state-bar')?.textContent ?? ''), null, { timeout: 30_000 });
    await waitForState(page, 'Idle');
  });

  test('opens every desk', async () => {
    const { page } = workstation;
    for (const desk of ['twin', 'review', 'drugs', 'models', 'rig']) {
      await page.getByTestId(`desk-${desk}`).click();
      expect(await page.getByTestId(`desk-${desk}`).getAttribute('aria-current')).toBe('page');
      await look(page, `start-${desk}`);
    }
    expect(await page.locator('[data-testid="notice-error"]').allTextContents()).toEqual([]);
  });
});

describe.skipIf(noElectron)('starting without a rig (skipped without Electron and a screen: npm run test:e2e)', () => {
  test('TWINCLAMP_RIG=none stays disconnected until the operator connects', async () => {
    const home = makeHome();
    const workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
    try {
      const { page } = workstation;
      await waitForState(page, 'Disconnected');
      await page.getByTestId('connect').click();
      await waitForState(page, 'Idle');
      await page.getByTestId('connect').click();
      await waitForState(page, 'Disconnected');
    } finally {
      await workstation.close();
      home.remove();
    }
  });
});
