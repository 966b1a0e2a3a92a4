import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type ContractKey } from '../../src/shared/contract/contract.ts';
import { makeHome, noElectron, startWorkstation, type Home, type Workstation } from '../e2e/workstation.ts';
import { answerToPage, answerTo } from './hostile-page.ts';

/** Requests that ask for something; those without fields at all, or with a token at most, take what they do not know for nothing. */
const KEYS_WITH_FIELDS = (Object.keys(contract) as ContractKey[]).filter(
  (key) => !contract[key].request.safeParse({}).success && !contract[key].request.safeParse(undefined).success,
);
const SECRET = 'root-secret-of-another-file';

describe.skipIf(noElectron)('a page that sends what it wants (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
    // The operator cancels every dialog.
    await workstation.app.evaluate(({ dialog }) => {
      const counts = globalThis as unknown as { dialogs: number };
      counts.dialogs = 0;
      dialog.showOpenDialog = () => {
        counts.dialogs++;
        return Promise.resolve({ canceled: true, filePaths: [] });
      };
      dialog.showSaveDialog = () => {
        counts.dialogs++;
        return Promise.resolve({ canceled: true, filePath: '' });
      };
    });
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  test('writes no file by a path of its own: the operator is asked instead', async () => {
    const { page } = workstation;
    const target = join(home.folder, 'written.json');
    for (const path of [target, `${home.folder}/../${target.split('/').pop() ?? ''}`, 'written.json', 'file:///tmp/written.json']) {
      await answerToPage(page, 'twin:export', { sessionKey: 'x.twinclamp', twinId: 1, format: 'json', path });
      await answerToPage(page, 'session:exportRecording', { sessionKey: 'x.twinclamp', recordingId: 1, path });
      const protocol = {
        id: '../../written',
        name: '../written',
        source: 'page',
        holdingMv: -80,
        segments: [{ kind: 'step', voltageMv: 0, durationMs: 1 }],
      };
      await answerToPage(page, 'protocol:export', { protocol, path });
      expect(await answerToPage(page, 'protocol:save', { protocol, replace: true, path })).toMatch(/^Expected an id/);
    }
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(home.folder).sort()).toEqual(['sessions', 'user']);
  });

  test('reads no file by a path of its own', async () => {
    const { page, app } = workstation;
    const secret = join(home.folder, 'secret.csv');
    writeFileSync(secret, `${SECRET}\n1,2,3\n`);
    const dialogs = () => app.evaluate(() => (globalThis as unknown as { dialogs: number }).dialogs);
    const before = await dialogs();
    for (const [key, more] of [
      ['session:importCsv', { protocolId: 'ipsc-steps', cellName: 'c' }],
      ['session:importFolder', {}],
      ['protocol:import', {}],
    ] as const) {
      // A path in a field that was there once is no field any more: the operator is asked, and cancels.
      expect(await answerToPage(page, key, { ...more, file: secret, folder: home.folder, path: secret })).toBe('accepted');
      for (const token of [secret, `../${secret}`, '/etc/passwd', '__proto__', 'constructor', ''])
        expect(await answerToPage(page, key, { ...more, token })).toMatch(/^Importing [a-z ]+: token: /);
      for (const token of ['a'.repeat(32), 'A_-9'.repeat(8)])
        expect(await answerToPage(page, key, { ...more, token })).toMatch(/no longer kept/);
    }
    expect(await dialogs()).toBe(before + 3);
    for (const sessionKey of [
      '../secret.csv',
      '../../etc/passwd',
      '/etc/passwd',
      'a\u0000.twinclamp',
      '..',
      'x.twinclamp/../../secret.csv',
    ]) {
      expect(await answerToPage(page, 'session:open', { sessionKey })).toMatch(/No session/);
      expect(await answerToPage(page, 'session:trace', { sessionKey, recordingId: 1, points: 100 })).toMatch(/No session/);
    }
    expect(await answerToPage(page, 'training:use', { id: '../../secret', use: true })).toMatch(/Expected one of your networks/);
    expect(await answerToPage(page, 'protocol:remove', { protocolId: '../../../secret' })).toMatch(/None of your own protocols/);
    expect(existsSync(secret)).toBe(true);
    expect(workstation.output()).not.toContain(SECRET);
  });

  test('opens no file and no address of a network as a rig', async () => {
    const serial = ['/etc/passwd', '/dev/sda', '/dev/tty/../../etc/passwd'].map((name) => ({ kind: 'serial', name }));
    const tcp = ['192.168.0.1', '127.0.0.1.example.com'].map((host) => ({ kind: 'tcp', host, port: 80 }));
    for (const port of [...serial, ...tcp, { kind: 'driver', driver: 'riglink', address: '/etc/passwd' }]) {
      expect(await answerToPage(workstation.page, 'rig:connect', { port })).toMatch(/Expected a serial port/);
    }
  });

  test('a message of another file shows a short piece of it at most, without control characters', async () => {
    const { page, app } = workstation;
    const chosen = join(home.folder, 'chosen.csv');
    writeFileSync(chosen, `\u001b[31m${'private '.repeat(1000)}\n1,2,3\n4,5,6\n`);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, chosen);
    const message = await answerToPage(page, 'session:importCsv', { protocolId: 'ipsc-steps', cellName: 'c' });
    await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    });
    expect(message).toMatch(/chosen\.csv: column "Time \(s\)" is missing/);
    expect(message.length).toBeLessThan(400);
    expect(message.match(/private/g)?.length ?? 0).toBeLessThan(12);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  test.each([
    ['huge lists', '({ protocolId: "x", cellName: "c", spontaneousSeconds: 0, notes: new Array(1e5).fill(1) })'],
    ['huge texts', '({ sessionKey: "x".repeat(2e6) })'],
    ['tens of thousands of keys', 'Object.fromEntries(Array.from({ length: 6e4 }, (_, i) => ["k" + i, i]))'],
    ['deep nesting', '(() => { let deep = 1; for (let i = 0; i < 900; i++) deep = { deep }; return deep; })()'],
    ['nesting without end', '(() => { let deep = 1; for (let i = 0; i < 3000; i++) deep = [deep]; return deep; })()'],
    ['circles', '(() => { const circle = {}; circle.circle = circle; return circle; })()'],
    ['keys of prototypes', 'JSON.parse(\'{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}\')'],
    ['getters that throw', '({ get sessionKey() { throw new Error("hostile"); } })'],
    [
      'getters that answer otherwise each time',
      '(() => { let n = 0; return { get sessionKey() { return n++ ? "../../etc/passwd" : "x"; } }; })()',
    ],
    ['functions', '({ sessionKey: () => "x", protocolId: function () {}, port: class {} })'],
    [
      'no numbers',
      '({ sessionKey: NaN, recordingId: NaN, twinId: Infinity, points: -Infinity, concentrationNm: NaN, spontaneousSeconds: NaN, ' +
        'seed: NaN, ticket: NaN, minutes: NaN })',
    ],
    ['big integers', '({ sessionKey: 1n, recordingId: 2n ** 70n })'],
    ['typed arrays', 'new Uint8Array(1e6)'],
    ['proxies', 'new Proxy({}, { get() { throw new Error("hostile"); }, ownKeys() { throw new Error("hostile"); } })'],
    ['elements', 'document.body'],
    ['symbols', 'Symbol("x")'],
  ])('%s change nothing and main answers on', async (_what, make) => {
    const { page, app } = workstation;
    for (const key of KEYS_WITH_FIELDS) expect(await answerTo(page, key, make), key).not.toBe('accepted');
    expect(await answerToPage(page, 'rig:status', undefined)).toBe('accepted');
    expect(await app.evaluate(() => 'polluted' in {} || 'polluted' in Object.prototype)).toBe(false);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  });
});
