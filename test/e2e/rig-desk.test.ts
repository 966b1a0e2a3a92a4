import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endAll, startEmulator } from '../integration/rig-harness.ts';
import { look, makeHome, noElectron, screenshot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

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

  /** They would lie over what is looked at. */
  const dismissNotices = async (): Promise<void> => {
    const one = workstation.page.getByLabel('Dismiss this notice');
    while ((await one.count()) > 0) await one.first().click();
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

  test('takes keys for stages, scale and help, and shows what was done in its log', async () => {
    const { page } = workstation;
    await page.keyboard.press('3');
    await page.getByTestId('lamp-change').filter({ hasText: /\d/ }).waitFor({ timeout: 10_000 });
    expect(await page.getByTestId('lamp-resistance').getAttribute('data-level')).toBe('fail');
    await page.keyboard.press(']');
    await page.getByTestId('scale-wider').waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('c');
    const cursors = page.getByTestId('cursor-readout');
    await cursors.filter({ hasText: 'Δt 25.0 ms' }).waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('<');
    await cursors.filter({ hasText: 'Δt 23.0 ms' }).waitFor();
    const plot = await page.getByTestId('pulse-plot').locator('.u-over').boundingBox();
    const [x, y] = [(plot?.x ?? 0) + 0.45 * (plot?.width ?? 0), (plot?.y ?? 0) + 20];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 0.2 * (plot?.width ?? 0), y, { steps: 4 });
    await page.mouse.up();
    await cursors.filter({ hasText: /1: 1[23]\.\d ms .* Δt 3[23]\.\d ms/ }).waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-cursors-${width}`);
    }
    await page.keyboard.press('c');
    await page.keyboard.press('e');
    expect(await page.getByTestId('seal-sound').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('?');
    await page.getByTestId('rig-keys').waitFor();
    await look(page, 'rig-keys');
    await page.keyboard.press('Escape');
    await page.getByTestId('rig-keys').waitFor({ state: 'detached' });
    await page.keyboard.press('l');
    expect(await page.getByTestId('rig-log').textContent()).toContain('Whole cell');
    await look(page, 'rig-log');
    await page.keyboard.press('Escape');
    await page.getByTestId('rig-log').waitFor({ state: 'detached' });
  });

  test('keeps limits and holding potential, which take effect at once', async () => {
    const { page } = workstation;
    await page.keyboard.press('g');
    await page.getByTestId('gate-resistance-failBelow').fill('50');
    await page.getByTestId('gate-resistance-passFrom').fill('60');
    await page.getByTestId('pipette-solution').selectOption({ index: 1 });
    await page.getByTestId('bath-solution').selectOption({ index: 1 });
    const second = join(home.folder, 'second folder');
    mkdirSync(second);
    await workstation.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, second);
    await page.getByTestId('choose-copies').click();
    await page.getByTestId('copy-folder').filter({ hasText: 'second folder' }).waitFor();
    for (const [width, height] of [
      [1280, 720],
      [1480, 940],
    ] as const) {
      await resize(width, height);
      await page.getByTestId('copy-folder').scrollIntoViewIfNeeded();
      await look(page, `rig-settings-${width}`);
    }
    await page.getByTestId('save-settings').click();
    await page.getByTestId('save-settings').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByTestId('lamp-resistance').getAttribute('data-level')).toBe('pass');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('k');
    await page
      .getByTestId('compensation')
      .filter({ hasText: /leaves [23]\.\d of 1[45]\.\d MΩ, 0\.\d\d mV/ })
      .waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await page.waitForTimeout(700);
      await look(page, `rig-compensation-${width}`);
    }
  });

  test('adds recordings to the open cell until there is a new one, and notes while one runs', async () => {
    const { page } = workstation;
    const record = async (): Promise<void> => {
      await page.getByTestId('record').click();
      await waitForState(page, 'Recording');
      await page.getByTestId('open-note').click();
      await page.getByTestId('note-words').fill('bubble in the bath');
      await page.keyboard.press('Enter');
      await page.getByTestId('note-words').waitFor({ state: 'detached' });
      await page.getByTestId('stop').click();
      await waitForState(page, 'Idle');
    };
    const recordings = () =>
      page.evaluate(async () => (await window.twinclamp!.call['session:list']()).map((session) => session.recordings).sort());
    await page.getByTestId('cell-name').fill('desk cell');
    await page.getByTestId('culture-line').fill('WTC-11');
    await page.getByTestId('culture-passage').fill('42');
    await page.getByTestId('culture-day').fill('thirty');
    await page.getByText('0 to 5000, or empty.').waitFor();
    await page.getByTestId('culture-day').fill('31');
    await record();
    await record();
    await expect.poll(recordings).toEqual([2]);
    await page.getByTestId('open-cell').filter({ hasText: '2 runs' }).waitFor();
    const [stored] = await page.evaluate(() => window.twinclamp!.call['session:list']());
    expect(stored?.culture).toEqual({ line: 'WTC-11', passage: 42, day: 31 });
    expect(await page.getByTestId('culture-day').isDisabled()).toBe(true);
    for (const [width, height] of [
      [1280, 720],
      [1480, 940],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-after-run-${width}`);
    }
    await page.getByTestId('desk-review').click();
    await page.getByTestId('session-row').filter({ hasText: 'desk cell' }).click();
    await page.getByTestId('culture').filter({ hasText: 'From line WTC-11, passage 42, day 31 of differentiation.' }).waitFor();
    for (const [width, height] of [
      [1280, 720],
      [1480, 940],
    ] as const) {
      await resize(width, height);
      await look(page, `review-culture-${width}`);
    }
    await page.getByTestId('desk-rig').click();
    await page.getByTestId('new-cell').click();
    await page.getByTestId('cell-name').fill('next cell');
    expect(await page.getByTestId('culture-line').inputValue()).toBe('WTC-11');
    expect(await page.getByTestId('culture-day').inputValue()).toBe('31');
    await expect.poll(() => readdirSync(join(home.folder, 'second folder'))).toEqual([expect.stringMatching(/desk-cell\.twinclamp$/)]);
    await page.keyboard.press('Escape');
    await page.getByTestId('open-log').click();
    await page
      .getByTestId('rig-log')
      .filter({ hasText: /desk-cell\.twinclamp copied into .*read back and compared/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('rig-log').waitFor({ state: 'detached' });
    await record();
    await expect.poll(recordings).toEqual([1, 2]);
  });

  test('records control and drug by itself, and takes a recording back with a reason', async () => {
    const { page } = workstation;
    await page.keyboard.press('q');
    await page.getByTestId('sequence-drug-2').fill('dofetilide');
    await page.getByTestId('sequence-nm-2').fill('10');
    for (const step of [1, 2, 3]) {
      await page.getByTestId(`sequence-wait-${step}`).fill('1');
      await page.getByTestId(`sequence-count-${step}`).fill('1');
    }
    await page.getByTestId('sequence-every').fill('0');
    // The shortest free potential: the clamp before it stays on the desk.
    await page.getByTestId('sequence-free').fill('1');
    // Of this cell a limit fails from the first recording on.
    await page.getByTestId('sequence-stop').uncheck({ force: true });
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-sequence-${width}`);
    }
    await page.getByTestId('start-sequence').click();
    await page.getByTestId('cell-line').filter({ hasText: 'Control' }).waitFor();
    await page.getByTestId('cell-line').filter({ hasText: '1 of 3 recorded' }).waitFor({ timeout: 60_000 });
    await page.getByTestId('cell-line').filter({ hasText: 'Drug: dofetilide 10 nM' }).waitFor();
    await look(page, 'rig-in-sequence');
    await page.getByTestId('end-sequence').click();
    await page.getByTestId('end-sequence').waitFor({ state: 'detached', timeout: 60_000 });
    await waitForState(page, 'Idle');
    await page
      .getByTestId('last-clamp')
      .filter({ hasText: /slow currents .*mV at .*A.*From its steps Rs/ })
      .waitFor();
    await page.getByTestId('plot-views').getByText('Clamp').click();
    await page.getByTestId('clamp-current').locator('canvas').first().waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-kept-clamp-${width}`);
    }
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('r');
    await page.getByTestId('reject-reason').fill('lost its seal');
    await page.getByTestId('reject-1').click();
    await page
      .getByTestId('recordings-of-cell')
      .filter({ hasText: /clamp error \d.*rejected: lost its seal/ })
      .waitFor();
    await look(page, 'rig-recordings');
    await page.keyboard.press('Escape');
    await page.getByTestId('recordings-of-cell').waitFor({ state: 'detached' });
  });

  test('shows the way of a pipette from bath to cell, and zeroes its offset in the bath', async () => {
    const { page } = workstation;
    // The kept clamp is shown; then come the free potential and the test pulses.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('v');
    await page.keyboard.press('v');
    await page.getByTestId('simulated-pipette').selectOption('bath');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    // An open pipette at the potential of a cell: its current is beyond the range, and the desk says what to do.
    await page
      .getByTestId('beyond-range')
      .filter({ hasText: /beyond ±\d+ nA: state Bath/ })
      .waitFor({ timeout: 10_000 });
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-beyond-range-${width}`);
    }
    await page.keyboard.press('1');
    await page.getByTestId('beyond-range').waitFor({ state: 'detached', timeout: 10_000 });
    await page.getByTestId('pulse-resistance').filter({ hasText: /^3\.0/ }).waitFor({ timeout: 10_000 });
    await page.getByTestId('zero-offset').click();
    await page
      .getByTestId('offset')
      .filter({ hasText: /−?0\.[1-9]/ })
      .waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await page.waitForTimeout(1500);
      await look(page, `rig-bath-${width}`);
    }
    await page.getByTestId('simulated-pipette').selectOption('whole-cell');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('3');
  });

  test('shows where the manipulator is and stops it, and remembers its port', async () => {
    const { page } = workstation;
    const { address } = await startEmulator(1, ['--device', 'scientifica']);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('p');
    await page.getByTestId('manipulator-port').fill('/dev/null');
    await page.getByTestId('connect-manipulator').click();
    await page.getByText('Expected a serial port like').waitFor();
    await page.getByTestId('manipulator-port').fill(address);
    await look(page, 'rig-manipulator-dialog');
    await page.getByTestId('connect-manipulator').click();
    await page.getByTestId('connect-manipulator').waitFor({ state: 'detached' });
    const line = page.getByTestId('manipulator');
    await line.filter({ hasText: 'x 1250.0 y 80.0 z 3406.5 µm' }).waitFor();
    await page.getByTestId('stop-manipulator').click();
    await expect
      .poll(() => page.evaluate(() => window.twinclamp!.call['rig:log']()))
      .toContainEqual(expect.objectContaining({ words: 'Manipulator stopped.' }));
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-manipulator-${width}`);
    }
    await endAll();
    await line.filter({ hasText: /gone|failed|Expected an answer/ }).waitFor();
    await look(page, 'rig-manipulator-gone-1280');
    await page.keyboard.press('p');
    await page.getByTestId('disconnect-manipulator').click();
    await line.waitFor({ state: 'detached' });
    await page.getByTestId('manipulator-port').waitFor({ state: 'detached' });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('p');
    expect(await page.getByTestId('manipulator-port').inputValue()).toBe(address);
    await page.getByTestId('manipulator-port').press('Escape');
    await page.getByTestId('connect-manipulator').waitFor({ state: 'detached' });
  });

  test('breaks in by a zap on a seal, which is set on the desk, kept and logged', async () => {
    const { page } = workstation;
    const blur = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const status = () => page.evaluate(() => window.twinclamp!.call['rig:status']());
    await page.getByTestId('simulated-pipette').selectOption('cell-attached');
    await blur();
    await page.keyboard.press('2');
    await page.getByTestId('gigaseal').waitFor({ timeout: 10_000 });
    await dismissNotices();
    const level = page.getByTestId('zap-level');
    expect(await level.inputValue()).toBe('800');
    await level.fill('1600');
    await page.getByTestId('cell-line').filter({ hasText: 'up to 1500 mV' }).waitFor();
    expect(await page.getByTestId('zap').isDisabled()).toBe(true);
    await level.fill('900');
    await page.getByTestId('zap-duration').fill('0.4');
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await page.waitForTimeout(700);
      await look(page, `rig-seal-${width}`);
    }
    await resize(1480, 940);
    await page.waitForTimeout(700);
    await screenshot(page, 'rig-seal');
    // The first by its button, the others by its key: what breaks in is chance.
    await page.getByTestId('zap').click();
    const brokenIn = page.getByTestId('broken-in');
    for (let zaps = 1; zaps <= 6; zaps++) {
      await expect.poll(async () => (await status()).cell.zaps.length).toBe(zaps);
      await page.waitForTimeout(2500);
      if (await brokenIn.isVisible()) break;
      await blur();
      await page.keyboard.press('Z');
    }
    await brokenIn.filter({ hasText: /Broken in: Cm \d+ pF, Rs \d+ MΩ/ }).waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-broken-in-${width}`);
    }
    await page.getByTestId('state-whole-cell').click();
    await brokenIn.waitFor({ state: 'detached' });
    expect(await page.getByTestId('zap').count()).toBe(0);
    const { cell } = await status();
    expect(cell.stage).toBe('whole-cell');
    expect(cell.zaps.every(({ levelMv, durationMs, confirmed }) => levelMv === 900 && durationMs === 0.4 && confirmed)).toBe(true);
    expect((await page.evaluate(() => window.twinclamp!.call['rig:settings']())).zap).toEqual({ levelMv: 900, durationMs: 0.4 });
    await page.getByTestId('open-log').click();
    expect(await page.getByTestId('rig-log').textContent()).toContain('Zap 900 mV for 0.4 ms, on a seal of');
    await page.keyboard.press('Escape');
    await page.getByTestId('rig-log').waitFor({ state: 'detached' });
    await page.getByTestId('simulated-pipette').selectOption('whole-cell');
    await blur();
  });

  test('goes on with the same cell, limits and log after a restart', async () => {
    await workstation.close();
    workstation = await startWorkstation(home);
    const { page } = workstation;
    await waitForState(page, 'Idle');
    await page
      .getByTestId('open-cell')
      .filter({ hasText: /\d runs? so far/ })
      .waitFor();
    expect(await page.getByTestId('cell-name').inputValue()).toBe('next cell');
    // Quitting closed the cell: it was copied.
    expect(readdirSync(join(home.folder, 'second folder')).some((name) => name.endsWith('next-cell.twinclamp'))).toBe(true);
    expect(await page.evaluate(() => window.twinclamp!.call['rig:copies']())).toEqual({
      folder: join(home.folder, 'second folder'),
      owed: 0,
    });
    // Its change of Rs goes on from its own break-in; the rig knows it again.
    const resumed = await page.evaluate(() => window.twinclamp!.call['rig:status']());
    expect(resumed.cell).toMatchObject({ stage: 'whole-cell', lastClamp: { breakInMohm: expect.closeTo(15, 0) } });
    await page.getByTestId('lamp-change').filter({ hasText: /\d/ }).waitFor({ timeout: 10_000 });
    expect(await page.getByTestId('seal-sound').getAttribute('aria-pressed')).toBe('true');
    await page
      .getByTestId('last-clamp')
      .filter({ hasText: /Recording \d+.*slow currents .*mV at/ })
      .waitFor();
    expect((await page.evaluate(() => window.twinclamp!.call['rig:settings']())).gates[5]).toMatchObject({ failBelow: 50, passFrom: 60 });
    await page.getByTestId('open-log').click();
    expect(await page.getByTestId('rig-log').textContent()).toContain('bubble in the bath');
    expect(await page.getByTestId('rig-log').textContent()).toMatch(
      /Same cell as before, after recording \d+: whole cell, Rs 1\d\.\d MΩ at break-in/,
    );
    await page.keyboard.press('Escape');
    await page.getByTestId('rig-log').waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    expect(await page.getByTestId('manipulator-port').inputValue()).toMatch(/^\/dev\//);
  });

  test('offers to connect again after a fault, in one click', async () => {
    const { page, app } = workstation;
    await page.getByTestId('manipulator-port').press('Escape');
    await page.getByTestId('manipulator-port').waitFor({ state: 'detached' });
    const pid = await app.evaluate(
      ({ app: running }) =>
        running.getAppMetrics().find(({ name, serviceName }) => [name, serviceName].includes('TwinClamp simulated rig'))?.pid ?? 0,
    );
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await waitForState(page, 'Fault');
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(page, `rig-fault-${width}`);
    }
    await page.getByTestId('connect-again').click();
    await waitForState(page, 'Idle');
    await page.getByTestId('fault').waitFor({ state: 'detached' });
    await page.getByTestId('pulse-resistance').filter({ hasText: /\d/ }).waitFor({ timeout: 10_000 });
    // The key locks the offset, and unlocks it.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('o');
    await page.getByTestId('offset').filter({ hasText: 'locked' }).waitFor();
    await page.keyboard.press('o');
    await expect.poll(async () => (await page.evaluate(() => window.twinclamp!.call['rig:status']())).cell.offset.locked).toBe(false);
  });

  test('shows a turned gain knob of the amplifier in front in red', async () => {
    const { page } = workstation;
    const { address } = await startEmulator(1, ['--telegraph', 'axopatch-200b', '--faults', 'knobAtSample=0']);
    await page.getByTestId('connect').click();
    await waitForState(page, 'Disconnected');
    await page.getByTestId('port-select').selectOption('');
    await page.getByLabel('Path of the port').fill(address);
    await page.getByTestId('connect').click();
    await waitForState(page, 'Idle');
    await page.getByTestId('front-knobs').getByRole('alert').waitFor();
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await page.waitForTimeout(700);
      await look(page, `rig-knobs-${width}`);
    }
    await page.getByTestId('connect').click();
    await waitForState(page, 'Disconnected');
    await endAll();
  });
});
