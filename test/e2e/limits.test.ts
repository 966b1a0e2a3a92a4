import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look, makeHome, noElectron, startWorkstation, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('the dialog Limits (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home);
    await workstation.page.getByTestId('open-settings').waitFor();
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('fits the smallest window without scrolling, and keeps P/N', async () => {
    const { page, app } = workstation;
    await page.getByTestId('open-settings').click();
    await page.getByTestId('set-leak').selectOption('4');
    await page.getByTestId('set-leak-holding').waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()
            .find((window) => window.isVisible())
            ?.setContentSize(size.width, size.height),
        { width, height },
      );
      await page.waitForFunction(({ w }) => Math.abs(innerWidth - w) <= 2, { w: width });
      await look(page, `limits-leak-${width}`);
    }
    const hidden = await page.locator('.limits-columns').evaluate((body) => ({
      inside: body.scrollHeight - body.clientHeight,
      below: Math.max(0, (body.closest('.limits-dialog')?.getBoundingClientRect().bottom ?? 0) - innerHeight),
    }));
    expect(hidden).toEqual({ inside: 0, below: 0 });
    await page.getByTestId('save-settings').click();
    await page.getByTestId('save-settings').waitFor({ state: 'detached' });
    const { leak } = await page.evaluate(() => window.twinclamp!.call['rig:settings']());
    expect(leak).toMatchObject({ sweeps: 4, direction: 'same', holdingMv: -100, when: 'before' });
  });
});
