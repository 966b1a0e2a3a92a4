import { cpSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSession } from '../../bench/long/write-session.ts';
import { wholeTwin } from '../../src/core/formats/export/whole-twin.testing.ts';
import { twinToJson } from '../../src/core/formats/twin-json.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { readFileSync } from 'node:fs';
import { formatTools, sourceFile } from '../../src/main/formats/index.ts';
import { look, makeHome, noElectron, projectRoot, screenshot, startWorkstation, type Home, type Workstation } from './workstation.ts';

const RATE_HZ = 10_000;

describe.skipIf(noElectron)('importing on the Review desk (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;
  let tool: CDPSession;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
    tool = await workstation.page.context().newCDPSession(workstation.page);
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  async function drop(files: readonly string[]): Promise<void> {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await tool.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data: { items: [], files: [...files], dragOperationsMask: 1 } });
  }

  async function lookAtBothSizes(name: string): Promise<void> {
    if (process.env['TWINCLAMP_LOOK'] === undefined) return;
    for (const [width, height] of [
      [1280, 720],
      [1480, 940],
    ] as const) {
      await workstation.app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        {
          width,
          height,
        },
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      await look(workstation.page, `${name}-${width}`);
    }
  }

  test('a table without units is explained once, found in the library, and comes in with a report', async () => {
    const { page } = workstation;
    const protocol = parseProtocol(readFileSync(join(projectRoot, 'resources', 'protocols', 'ipsc-steps.json'), 'utf8'));
    const command = sampleCommand(protocol, RATE_HZ);
    const table = join(home.folder, 'rig 2 cell 7.csv');
    writeFileSync(
      table,
      ['# 36 °C, nifedipine 1 µM', 't,V,I', ...Array.from(command, (mv, k) => `${k / 10},${mv - 14},${mv / 2 + (k % 7)}`)].join('\n'),
    );
    const abf = join(home.folder, 'steps.abf');
    cpSync(join(projectRoot, 'test', 'fixtures', 'formats', 'plain-epochs.abf'), abf);
    await drop([table, abf]);
    await page.getByTestId('import-names').waitFor();
    await lookAtBothSizes('import-list');
    await page.getByTestId('import-columns').click();
    await page.getByTestId('column-unit-2').selectOption('pA');
    await page.getByTestId('condition-membraneCapacitancePf').fill('53.3 pF');
    await page.getByTestId('columns-use').click();
    await page.getByText(/got "53.3 pF"/).waitFor();
    await screenshot(page, 'import-columns');
    await page.getByTestId('condition-membraneCapacitancePf').fill('53.3');
    await page.getByTestId('columns-use').click();
    await page.getByLabel('Cell', { exact: true }).fill('cell 7');
    await page.getByTestId('import-csv-start').click();
    const report = page.getByTestId('import-report');
    await report.waitFor();
    await expect.poll(() => report.textContent()).toMatch(/cell 7: 2 recordings.*from the library, -14 mV beside/);
    await page.getByTestId('take-temperatureC').click();
    await page.getByTestId('take-temperatureC').filter({ hasText: 'Taken over' }).waitFor();
    await screenshot(page, 'import-report');
    await lookAtBothSizes('import-report');
    await page.getByTestId('import-report-close').click();
    await page.getByTestId('session-row').filter({ hasText: 'cell 7' }).waitFor();
    expect(readdirSync(join(home.folder, 'sessions')).filter((name) => name.endsWith('.twinclamp'))).toHaveLength(1);
  });

  test('a session of a colleague opens where it lies and is only read, until it is copied', async () => {
    const { page } = workstation;
    const elsewhere = join(home.folder, 'colleague');
    mkdirSync(elsewhere);
    const session = join(elsewhere, 'theirs.twinclamp');
    cpSync(join(projectRoot, 'test', 'fixtures', 'sessions', 'layout-1.twinclamp'), session);
    const before = readFileSync(session);
    await drop([session]);
    await page.getByText('Read only').waitFor();
    await page.getByTestId('check-session').click();
    await page.getByText(/The session is intact/).waitFor();
    await screenshot(page, 'review-read-only');
    expect(readFileSync(session)).toEqual(before);
    expect(readdirSync(elsewhere)).toEqual(['theirs.twinclamp']);
    await page.getByTestId('copy-session').click();
    await page.getByTestId('migrate-session').click();
    await page.getByText(/is of layout 4 now/).waitFor();
    expect(readFileSync(session)).toEqual(before);
  });

  test('a twin file comes in without its recording, and several sessions leave into one folder', async () => {
    const { app, page } = workstation;
    const twin = join(home.folder, 'their twin.json');
    writeFileSync(twin, twinToJson(wholeTwin({ alarms: ['The noise is too large.'] })));
    await drop([twin]);
    await page.getByTestId('import-csv-start').click();
    const report = page.getByTestId('import-report');
    await expect.poll(() => report.textContent()).toMatch(/came without its recording.*noise is too large/);
    await lookAtBothSizes('import-twin');
    await page.getByTestId('import-report-close').click();
    const folder = join(home.folder, 'out');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cell-7.nwb'), 'not to be written over');
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await page.getByTestId('export-many').click();
    await page
      .getByTestId('export-many-format')
      .selectOption({ label: 'Recordings as NWB: everything, for archives such as DANDI and for Python' });
    await page.getByTestId('export-many-all').click();
    await lookAtBothSizes('export-many');
    await page.getByTestId('export-many-start').click();
    const exported = page.getByTestId('export-many-report');
    await expect.poll(() => exported.textContent(), { timeout: 60_000 }).toMatch(/files? written into/);
    await lookAtBothSizes('export-many-report');
    await page.getByTestId('export-many-close').click();
    const names = readdirSync(folder);
    expect(names.filter((name) => name.endsWith('.nwb')).length).toBeGreaterThan(1);
    expect(names.filter((name) => !name.endsWith('.nwb'))).toEqual([]);
    await page.getByTestId('export-many').click();
    await page.getByTestId('export-many-format').selectOption({ label: 'Twins as Myokit: a model for Myokit' });
    await page.getByTestId('export-many-session').first().check();
    await page.getByTestId('export-many-start').click();
    await expect.poll(() => exported.textContent()).toMatch(/1 file written/);
    await page.getByTestId('export-many-close').click();
    expect(readdirSync(folder).filter((name) => name.endsWith('.mmt'))).toHaveLength(1);
  });

  test('a long import and a long export end when they are cancelled, say so, and leave nothing', async () => {
    const { app, page } = workstation;
    const sessions = join(home.folder, 'sessions');
    const before = readdirSync(sessions).filter((name) => name.endsWith('.twinclamp'));
    const table = join(home.folder, 'long.csv');
    // A minute and a half at rest: some seconds of reading.
    const line = (k: number): string => `${(k / 16).toFixed(4)},-80,${k % 7}`;
    writeFileSync(table, ['Time (ms),Voltage (mV),Current (pA)', ...Array.from({ length: 1_500_000 }, (_, k) => line(k))].join('\n'));
    await drop([table]);
    await page.getByTestId('import-csv-start').click();
    await page.getByTestId('cancel-import').click();
    await page.getByText(/The job was cancelled; no partial file was left/).waitFor();
    await page.getByTestId('cancel-import').waitFor({ state: 'detached' });
    expect(readdirSync(sessions).filter((name) => name.endsWith('.twinclamp'))).toEqual(before);

    writeSession(join(sessions, 'long.twinclamp'), 120, 'one');
    const folder = join(home.folder, 'cancelled');
    mkdirSync(folder);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await page.getByTestId('session-row').filter({ hasText: 'long' }).waitFor();
    await page.getByTestId('export-many').click();
    await page.getByTestId('export-many-format').selectOption({ label: 'Recordings as CSV: a table of its samples, in V and pA/pF' });
    const long = page.locator('.export-many-list li').filter({ hasText: 'long' });
    await long.getByTestId('export-many-session').check();
    await page.getByTestId('export-many-start').click();
    await page.getByTestId('cancel-export').waitFor();
    await lookAtBothSizes('export-running');
    await page.getByTestId('cancel-export').click();
    await page.getByTestId('cancel-export').waitFor({ state: 'detached' });
    await lookAtBothSizes('export-cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a folder of cells comes in as a session each, with a report, and leaves with its commands', async () => {
    const { app, page } = workstation;
    const folder = join(home.folder, 'monday');
    const protocol = parseProtocol(readFileSync(join(projectRoot, 'resources', 'protocols', 'ipsc-steps.json'), 'utf8'));
    const command = sampleCommand(protocol, RATE_HZ);
    const cells = ['dish 1 cell 1', 'dish 1 cell 2', 'dish 2 cell 1', 'dish 2 cell 2', 'dish 3 cell 1', 'dish 3 cell 2'];
    for (const [k, cell] of cells.entries()) {
      mkdirSync(join(folder, cell), { recursive: true });
      const head = [`# Cm ${40 + k} pF, Rs ${6 + k} MOhm, 36.${k} °C`, 'Time (ms),Voltage (mV),Current (pA)'];
      const row = (mv: number, i: number): string => `${i / 10},${mv},${(mv + 70) * 2 + ((i * 7919) % 13) + k}`;
      writeFileSync(join(folder, cell, 'clamp.csv'), [...head, ...Array.from(command, row)].join('\n'));
      if (k === 2) writeFileSync(join(folder, cell, 'notes.docx'), 'PK\u0003\u0004 not a recording');
    }
    await drop([folder]);
    await page.getByTestId('import-names').filter({ hasText: 'monday' }).waitFor();
    await page.getByTestId('import-csv-start').click();
    const report = page.getByTestId('import-report');
    await expect.poll(() => report.textContent(), { timeout: 60_000 }).toMatch(/dish 1 cell 1: 1 recording.*dish 3 cell 2: 1 recording/);
    expect(await page.getByTestId('import-summary').textContent()).toMatch(
      /^6 recordings of 6 cells are stored\..*dish 2 cell 1: notes\.docx, the file: This is a zip archive/,
    );
    await lookAtBothSizes('import-folder');
    await page.getByTestId('import-report-close').click();
    const out = join(home.folder, 'monday out');
    mkdirSync(out);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, out);
    await page.getByLabel('Search sessions').fill('dish');
    await page.getByTestId('export-many').click();
    await page
      .getByTestId('export-many-format')
      .selectOption({ label: 'Recordings as NWB: everything, for archives such as DANDI and for Python' });
    await page.getByTestId('export-many-all').click();
    await page.getByTestId('export-many-start').click();
    const exported = page.getByTestId('export-many-report');
    await exported.filter({ hasText: '6 files written into' }).waitFor({ timeout: 60_000 });
    await lookAtBothSizes('export-folder');
    await page.getByTestId('export-many-close').click();
    await page.getByLabel('Search sessions').fill('');
    const nwb = await readRecordings(sourceFile(join(out, 'dish 3 cell 2.nwb')), formatTools());
    const played = nwb.recordings[0]!.commands[0]!;
    expect(played.unit).toBe('V');
    expect(played.sweep(0).reduce((most, volts, i) => Math.max(most, Math.abs(1000 * volts - command[i]!)), 0)).toBeLessThan(1e-4);
  });

  test('a session that cannot be opened is repaired into a new one, which is opened', async () => {
    const { page } = workstation;
    const own = join(home.folder, 'sessions', 'torn.twinclamp');
    writeSession(own, 4, 'one');
    truncateSync(own, 1_200_000);
    const stick = join(home.folder, 'stick.twinclamp');
    cpSync(own, stick);
    const before = readFileSync(own);
    await drop([stick]);
    const rows = page.getByTestId('session-problem');
    await rows.filter({ hasText: 'stick' }).waitFor();
    const row = rows.filter({ hasText: 'torn' });
    await lookAtBothSizes('repair-offered');
    await row.getByTestId('repair-session').click();
    await expect
      .poll(() => page.getByTestId('repair-plan').textContent())
      .toMatch(/leaves as it is.*torn\.twinclamp.*torn-repaired\.twinclamp/);
    await lookAtBothSizes('repair-plan');
    await page.getByTestId('repair-start').click();
    await page.getByText(/A repaired session was made/).waitFor();
    await page.locator('.desk-title').filter({ hasText: 'torn-repaired.twinclamp' }).waitFor();
    await lookAtBothSizes('repaired');
    expect(readFileSync(own)).toEqual(before);
    // That of the stick is written into the sessions folder too.
    await rows.filter({ hasText: 'stick' }).getByTestId('repair-session').click();
    await page.getByTestId('repair-start').click();
    await page.locator('.desk-title').filter({ hasText: 'stick-repaired.twinclamp' }).waitFor();
    expect(readFileSync(stick)).toEqual(before);
  });
});
