import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, noElectron, screenshot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('the Protocol desk (skipped without Electron and a screen: npm run test:e2e)', () => {
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

  const scored = async (): Promise<string> => {
    const { page } = workstation;
    await page.waitForFunction(
      () => /\d\.\d/.test(document.querySelector('[data-testid="score-Mean R² bound"]')?.textContent ?? ''),
      null,
      { timeout: 60_000 },
    );
    return (await page.getByTestId('score-Mean R² bound').textContent()) ?? '';
  };

  test('scores a library protocol, and again when a segment is changed; undo takes the change back', async () => {
    const { page } = workstation;
    await page.getByTestId('desk-protocol').click();
    await page.getByTestId('protocol-row-clark2022-rounded').click();
    expect(await page.getByTestId('segment-row').count()).toBe(24);
    await scored();
    const field = page.getByTestId('segment-1-ms');
    const before = await field.inputValue();
    await field.fill('300');
    await field.press('Enter');
    await page.getByTestId('protocol-stand').filter({ hasText: 'Not saved' }).waitFor();
    await page.getByTestId('protocol-undo').click();
    expect(await field.inputValue()).toBe(before);
    await page.getByTestId('protocol-redo').click();
    expect(await field.inputValue()).toBe('300');
    await scored();
    await screenshot(page, 'protocol');
  }, 120_000);

  test('a value that no rig plays is reported at its field and changes nothing', async () => {
    const { page } = workstation;
    const field = page.getByTestId('segment-2-ms');
    const before = await field.inputValue();
    await field.fill('none');
    await field.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Expected a time above 0 ms, got “none”.' }).waitFor();
    await field.press('Escape');
    expect(await field.inputValue()).toBe(before);
  });

  test('saved under its own name it is stored in the own folder and can be recorded with', async () => {
    const { page } = workstation;
    await page.getByTestId('protocol-name').fill('Short hold');
    await page.getByTestId('protocol-save').click();
    await page.getByTestId('protocol-stand').filter({ hasText: 'Your own, saved' }).waitFor();
    expect(readdirSync(join(home.folder, 'user', 'protocols'))).toHaveLength(1);
    await page.getByTestId('protocol-to-rig').click();
    await page.getByTestId('desk-rig').and(page.locator('[aria-current="page"]')).waitFor();
    expect(await page.locator('body').textContent()).toContain('Short hold');
  });
});
