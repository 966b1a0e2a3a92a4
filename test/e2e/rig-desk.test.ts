import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look, makeHome, noElectron, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('the Rig desk before a recording (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home);
    await waitForState(workstation.page, 'Idle');
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  const resize = async (width: number, height: number): Promise<void> => {
    await workstation.app.evaluate(
      ({ BrowserWindow }, size) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.isVisible())
          ?.setContentSize(size.width, size.height),
      { width, height },
    );
    await workstation.page.waitForFunction(({ w }) => Math.abs(innerWidth - w) <= 2, { w: width });
  };

  test('shows test pulses from the first second, with their trends', async () => {
    const { page } = workstation;
    await page.getByTestId('pulse-resistance').filter({ hasText: /\d/ }).waitFor({ timeout: 10_000 });
    await page.waitForTimeout(3000);
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await page.waitForTimeout(700);
      await look(page, `rig-pulses-${width}`);
    }
    for (const plot of ['pulse-plot', 'trend-rs', 'trend-hold']) await page.getByTestId(plot).locator('canvas').first().waitFor();
    const status = await page.evaluate(() => window.twinclamp!.call['rig:status']());
    expect(status.scope).toMatchObject({ running: true, problem: null });
    expect(status.membraneTest?.membraneCapacitancePf).toBeGreaterThan(10);
  });
});
