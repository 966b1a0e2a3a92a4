import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingCsvLines } from '../../src/core/formats/recording-csv.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { makeHome, noElectron, projectRoot, startWorkstation, type Home, type Workstation } from '../e2e/workstation.ts';
import { answerToPage } from './hostile-page.ts';

const SAMPLE_RATE_HZ = 10_000;

describe.skipIf(noElectron)('files dropped on the window (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;
  let tool: CDPSession;
  let csv: string;
  let protocolFile: string;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
    tool = await workstation.page.context().newCDPSession(workstation.page);
    const text = readFileSync(join(projectRoot, 'resources', 'protocols', 'ipsc-steps.json'), 'utf8');
    const voltageMv = Float32Array.from(sampleCommand(parseProtocol(text), SAMPLE_RATE_HZ));
    csv = join(home.folder, 'dropped cell.csv');
    writeFileSync(
      csv,
      [...recordingCsvLines({ sampleRateHz: SAMPLE_RATE_HZ, voltageMv, currentPaPf: voltageMv.map((mv) => mv / 100) })].join(''),
    );
    protocolFile = join(home.folder, 'own steps.json');
    writeFileSync(protocolFile, text);
    await workstation.page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(window, { seen });
      window.twinclamp!.on['app:dropped']((event) => seen.push(event));
    });
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  /** A drop as the system's file manager makes it. */
  async function drop(files: readonly string[]): Promise<void> {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await tool.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data: { items: [], files: [...files], dragOperationsMask: 1 } });
    }
  }
  const seen = (): Promise<{ files: { token: string; kind: string; name: string }[] }[]> =>
    workstation.page.evaluate(() => Reflect.get(window, 'seen') as never);

  test('a recording is imported under the name and protocol that the operator gives, its path never reaches the page', async () => {
    const { page } = workstation;
    await drop([csv]);
    await page.getByTestId('import-csv-start').filter({ hasText: 'Import dropped cell.csv' }).waitFor();
    const [event] = await seen();
    expect(event?.files).toEqual([{ token: expect.stringMatching(/^[\w-]{32}$/) as string, kind: 'csv', name: 'dropped cell.csv' }]);
    expect(JSON.stringify(event)).not.toContain(home.folder);
    const protocol = page.getByLabel('Played with protocol');
    await protocol.selectOption('ipsc-steps');
    await page.getByTestId('import-csv-start').click();
    await page.getByTestId('session-row').filter({ hasText: 'dropped cell' }).waitFor();
    // Used once: the page cannot have the file a second time.
    const again = { token: event?.files[0]?.token, protocolId: 'ipsc-steps', cellName: 'again' };
    expect(await answerToPage(page, 'session:importCsv', again)).toMatch(/no longer kept/);
  });

  test('a protocol opens in the editor, and serves for nothing else', async () => {
    const { page } = workstation;
    await drop([protocolFile]);
    await page.getByTestId('desk-protocol').and(page.locator('[aria-current="page"]')).waitFor();
    await page.getByTestId('segment-row').first().waitFor();
    const folder = join(home.folder, 'no cell');
    mkdirSync(folder);
    await drop([folder]);
    // A folder waits on the Review desk like a recording; nothing is read before the operator starts it.
    await page.getByText('no cell').first().waitFor();
  });

  test('a drop that a script makes up reads nothing', async () => {
    const { page } = workstation;
    const before = (await seen()).length;
    await page.evaluate((path) => {
      const transfer = new DataTransfer();
      const file = new File(['x'], 'forged.csv');
      Reflect.defineProperty(file, 'path', { value: path });
      transfer.items.add(file);
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
        Reflect.defineProperty(event, 'isTrusted', { value: true });
        document.body.dispatchEvent(event);
      }
      // What the page does to its own world must not reach preload's.
      Reflect.defineProperty(File.prototype, 'path', { get: () => path, configurable: true });
    }, csv);
    await drop([join(home.folder, 'absent.csv')]);
    await page.waitForTimeout(500);
    expect((await seen()).length).toBe(before);
  });
});
