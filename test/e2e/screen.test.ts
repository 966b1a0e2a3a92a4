import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventChannel } from '../../src/shared/contract/channels.ts';
import type { RigStatus } from '../../src/shared/contract/schemas.ts';
import { look, makeHome, noElectron, screenshot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

const SIZES = [
  [1024, 720],
  [1280, 720],
  [1480, 940],
] as const;
const DESKS = ['rig', 'twin', 'review', 'drugs', 'models', 'protocol'] as const;

/** Whether an element is completely inside the window and nothing covers its middle or corners; what is wrong otherwise. */
function isCoveredOrCut(page: Page, testId: string): Promise<string | null> {
  return page.evaluate((id) => {
    const element = document.querySelector(`[data-testid="${id}"]`);
    if (element === null) return `${id} is not there`;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || right - left < 20 || bottom - top < 10)
      return `${id} is cut: ${left},${top} to ${right},${bottom}`;
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + 3, top + 3],
      [right - 3, bottom - 3],
    ] as const;
    for (const [x, y] of points) {
      const over = document.elementFromPoint(x, y);
      if (over === null || !(element.contains(over) || over.contains(element)))
        return `${id} is covered at ${x},${y} by ${over?.className ?? 'nothing'}`;
    }
    return null;
  }, testId);
}

/** Lines of a CSV without those that say where it comes from. */
function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
}

describe.skipIf(noElectron)('the screen says what is so (skipped without Electron and a screen: npm run test:e2e)', () => {
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
  /** Shows a made-up status until the next one is pushed: what the rig itself says meanwhile does not reach the window. */
  const pushStatus = async (patch: Partial<RigStatus>): Promise<void> => {
    const status = await workstation.page.evaluate(() => window.twinclamp!.call['rig:status']());
    await workstation.app.evaluate(
      ({ BrowserWindow }, { channel, event, isMadeUp }) => {
        for (const { webContents } of BrowserWindow.getAllWindows()) {
          const held = webContents as typeof webContents & { sendAll?: typeof webContents.send };
          const send = (held.sendAll ??= webContents.send.bind(webContents));
          held.send = isMadeUp ? (name: string, ...rest: unknown[]) => (name === channel ? undefined : send(name, ...rest)) : send;
          send(channel, event);
        }
      },
      { channel: eventChannel('rig:status'), event: { ...status, ...patch }, isMadeUp: Object.keys(patch).length > 0 },
    );
  };
  const saveTo = (filePath: string) =>
    workstation.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, filePath);
  const openFrom = (filePath: string) =>
    workstation.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, filePath);
  const sessionOf = async (cellName: string) => {
    const sessions = await workstation.page.evaluate(() => window.twinclamp!.call['session:list']());
    const found = sessions.find((session) => session.cellName === cellName);
    if (found === undefined) throw new Error(`No session of ${cellName}.`);
    return found;
  };
  const record = async (cellName: string, spontaneousSeconds: string): Promise<void> => {
    const { page } = workstation;
    await page.getByTestId('desk-rig').click();
    await page.getByTestId('cell-name').fill(cellName);
    await page.getByLabel('Spontaneous after').fill(spontaneousSeconds);
    await page.getByTestId('record').click();
    await waitForState(page, 'Recording');
  };

  /** Cell A is at work while B is recorded. */
  const lookAtJobs = async (): Promise<void> => {
    const { page } = workstation;
    await page.getByTestId('jobs-button').click();
    await page.getByTestId('job-row').filter({ hasText: 'Cell A' }).waitFor();
    await screenshot(page, 'jobs');
    await resize(1280, 720);
    await look(page, 'jobs-1280');
    await resize(1480, 940);
    await page.keyboard.press('Escape');
  };

  test('a simulated source and ABORT are in sight on every desk at every width, in every state, also beside the jobs', async () => {
    const { page } = workstation;
    await page.getByTestId('membrane-test').click();
    await page.waitForFunction(() => /Rs\s*\d/.test(document.querySelector('.state-bar')?.textContent ?? ''), null, { timeout: 30_000 });
    await waitForState(page, 'Idle');
    for (const [width, height] of SIZES) {
      await resize(width, height);
      for (const desk of DESKS) {
        await page.getByTestId(`desk-${desk}`).click();
        for (const patch of [
          {},
          { state: 'disconnected' as const, simulated: false, device: null, mode: null, holdingMv: null },
          { state: 'recording' as const, notYetStoredS: 12.3, lostSamples: 12_345, diskMinutesLeft: 4 },
        ]) {
          await pushStatus(patch);
          for (const id of ['simulated-badge', 'abort']) expect([width, desk, await isCoveredOrCut(page, id)]).toEqual([width, desk, null]);
          // No readout is cut off: one that is abnormal may be the last.
          expect([width, desk, await page.locator('.readouts').evaluate((row) => row.scrollWidth - row.clientWidth)]).toEqual([
            width,
            desk,
            0,
          ]);
          if ('notYetStoredS' in patch) expect([width, await isCoveredOrCut(page, 'not-yet-stored')]).toEqual([width, null]);
        }
        await page.getByTestId('jobs-button').click();
        await page.getByTestId('jobs-panel').waitFor();
        for (const id of ['simulated-badge', 'abort', 'jobs-panel'])
          expect([width, desk, await isCoveredOrCut(page, id)]).toEqual([width, desk, null]);
        await page.keyboard.press('Escape');
        await page.getByTestId('jobs-panel').waitFor({ state: 'detached' });
      }
    }
    await pushStatus({});
  });

  test('values are marked as old after a fault, by word and shape', async () => {
    const { page } = workstation;
    await page.getByTestId('desk-rig').click();
    await pushStatus({
      state: 'fault',
      fault: 'The device stopped answering 2.1 s ago. Check its cable, then disconnect and connect again.',
    });
    const bar = (await page.locator('.state-bar').textContent()) ?? '';
    for (const label of ['Mode', 'Holding', 'Rs', 'Cm', 'Rm']) expect(bar).toContain(`${label} old◷`);
    await resize(1280, 720);
    await look(page, 'rig-fault-1280');
    await resize(1480, 940);
    await screenshot(page, 'rig-fault');
    await pushStatus({ state: 'recording', notYetStoredS: 3.2 });
    await look(page, 'rig-not-stored');
    await pushStatus({});
    await expect.poll(() => page.locator('.state-bar').textContent()).not.toContain(' old');
  });

  test('no temperature is stated by default, because the bath has not been measured', async () => {
    expect(await workstation.page.getByTestId('bath-temperature').inputValue()).toBe('');
  });

  test(
    'while cell B is recorded the panel is never that of A, the desk stays, and both jobs are in the list',
    { timeout: 1_800_000 },
    async () => {
      const { page } = workstation;
      await record('Cell A', '0');
      await waitForState(page, 'Idle', 300_000);
      await page.getByTestId('twin-cell').filter({ hasText: 'Cell A' }).waitFor({ timeout: 60_000 });
      const seen = new Set<string>();
      const word = async (): Promise<string | null> => page.getByTestId('state-word').textContent();
      // On a busy machine the simulated device may miss its watchdog: that ends a run, and is not the subject of this test.
      for (let attempt = 1; ; attempt++) {
        await record('Cell B', '8');
        for (let k = 0; !['Idle', 'Fault'].includes((await word()) ?? ''); k++) {
          seen.add((await page.getByTestId('twin-cell').or(page.locator('.rig-controls .panel:last-child')).first().textContent()) ?? '');
          expect(await page.getByTestId('desk-rig').getAttribute('aria-current')).toBe('page');
          if (k === 20) await lookAtJobs();
          await page.waitForTimeout(50);
        }
        if ((await word()) === 'Idle') break;
        expect(attempt).toBeLessThan(5);
        await page.getByTestId('connect').click();
        await waitForState(page, 'Disconnected');
        await page.getByTestId('connect').click();
        await waitForState(page, 'Idle');
      }
      expect([...seen].filter((text) => text.includes('Cell A'))).toEqual([]);
      await page.getByTestId('twin-ready').waitFor({ timeout: 600_000 });
      expect(await page.getByTestId('twin-cell').textContent()).toBe('Cell B');
      expect(await page.getByTestId('desk-rig').getAttribute('aria-current')).toBe('page');
      await page.getByTestId('jobs-button').click();
      await expect.poll(() => page.locator('[data-testid="job-row"][data-state="done"]').count(), { timeout: 600_000 }).toBe(2);
      await page.getByTestId('job-row').filter({ hasText: 'Cell A' }).getByTestId('job-open').click();
      await page.getByTestId('nrmse').waitFor();
      expect(await page.locator('.desk-twin h1').textContent()).toContain('Cell A');
      await expect
        .poll(() =>
          page.evaluate(() =>
            window.twinclamp!.call['jobs:list']().then((jobs) => jobs.filter(({ cellName }) => cellName === 'Cell A').length),
          ),
        )
        .toBe(0);
    },
  );

  test('the report is of the twin on screen, not of the newest', async () => {
    const { page } = workstation;
    const { sessionKey } = await sessionOf('Cell A');
    await page.evaluate((key) => window.twinclamp!.call['twin:infer']({ sessionKey: key, recordingId: 1, method: 'network' }), sessionKey);
    expect(await page.getByTestId('desk-twin').getAttribute('aria-current')).toBe('page');
    const target = join(home.folder, 'report.html');
    await saveTo(target);
    await page.getByTestId('report').click();
    await expect.poll(() => existsSync(target), { timeout: 60_000 }).toBe(true);
    const html = readFileSync(target, 'utf8');
    expect(html).toContain('SIMULATED');
    expect(html).toMatch(/<dt>Twin<\/dt><dd>1, method refined/);
    expect(html).toContain('1 (this report)');
  });

  test('SIMULATED and the temperature survive export and import; an unstated one reads unknown', async () => {
    const { page } = workstation;
    const a = await sessionOf('Cell A');
    const csv = join(home.folder, 'cell-a.csv');
    await saveTo(csv);
    await page.evaluate(({ key }) => window.twinclamp!.call['session:exportRecording']({ sessionKey: key, recordingId: 1 }), {
      key: a.sessionKey,
    });
    const detail = await page.evaluate((key) => window.twinclamp!.call['session:open']({ sessionKey: key }), a.sessionKey);
    const protocolId = detail.recordingList[0]?.protocol?.id ?? '';
    expect(readFileSync(csv, 'utf8').split('\n')[0]).toMatch(/^# origin: SIMULATED/);
    expect(linesOf(csv)[0]).toBe('Time (s),Voltage (V),Current (pA/pF),Simulated,Temperature (degC)');
    await openFrom(csv);
    await page.evaluate((id) => window.twinclamp!.call['session:importCsv']({ protocolId: id, cellName: 'Again' }), protocolId);
    expect(await sessionOf('Again')).toMatchObject({ simulated: true });
    await page.getByTestId('desk-review').click();
    await expect.poll(() => page.getByTestId('session-row').filter({ hasText: 'Again' }).textContent()).toContain('Simulated');

    // The same samples as another program would have written them.
    const bare = join(home.folder, 'bare.csv');
    writeFileSync(
      bare,
      linesOf(csv)
        .map((line) => line.split(',').slice(0, 3).join(','))
        .join('\n'),
    );
    await openFrom(bare);
    await page.evaluate((id) => window.twinclamp!.call['session:importCsv']({ protocolId: id, cellName: 'Bare' }), protocolId);
    const { sessionKey, simulated } = await sessionOf('Bare');
    expect(simulated).toBe(false);
    await page.evaluate((key) => window.twinclamp!.call['twin:infer']({ sessionKey: key, recordingId: 1, method: 'network' }), sessionKey);
    await page.getByTestId('session-row').filter({ hasText: 'Bare' }).click();
    await page.getByText('bath temperature not stated').waitFor();
    expect(await page.getByTestId('alarm-words').count()).toBeGreaterThan(0);
    await resize(1280, 720);
    await look(page, 'review-1280');
    await resize(1480, 940);
    await look(page, 'review');
    await page.getByTestId('open-twin').click();
    await expect.poll(() => page.getByTestId('twin-temperature').textContent()).toBe('not stated (37 °C assumed)');
    const twinCsv = join(home.folder, 'twin.csv');
    await saveTo(twinCsv);
    await page.getByTestId('export-twin').click();
    await page.getByTestId('export-csv').click();
    await expect.poll(() => existsSync(twinCsv)).toBe(true);
    expect(readFileSync(twinCsv, 'utf8').split('\n')[1]).toMatch(/,recorded,37,assumed,/);
    await look(page, 'twin-unknown-temperature');
    await resize(1280, 720);
    await look(page, 'twin-1280');
    await resize(1480, 940);
  });

  test('a drug comes with the default source of the command line, and with the difference of the others', async () => {
    const { page } = workstation;
    await page.getByTestId('desk-drugs').click();
    await page.getByTestId('drug-select').selectOption('dofetilide');
    expect(await page.getByTestId('drug-source').locator('option').first().textContent()).toBe('FDA manual 2018 · manual patch clamp');
    expect(await page.getByTestId('source-spread').textContent()).toMatch(/block of IKr from 8 to 55 %/);
    await page.getByRole('radio', { name: 'One concentration' }).click();
    await page.getByTestId('drug-apply').click();
    await page.getByTestId('drug-what').waitFor({ timeout: 120_000 });
    await look(page, 'drugs-source');
    await resize(1280, 720);
    await look(page, 'drugs-1280');
    await page.getByTestId('theme-switch').click();
    await look(page, 'drugs-dark-1280');
    await page.getByTestId('jobs-button').click();
    await look(page, 'jobs-dark-1280');
    await page.keyboard.press('Escape');
    await pushStatus({
      state: 'fault',
      fault: 'The device stopped answering 2.1 s ago. Check its cable, then disconnect and connect again.',
    });
    await resize(1024, 720);
    await page.getByTestId('desk-rig').click();
    await look(page, 'rig-fault-dark-1024');
    await pushStatus({});
    await resize(1480, 940);
  });
});
