import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_SETTINGS } from '../../src/core/quality/rig-settings.ts';
import type { StoredQuality } from '../../src/main/acquisition/cell-desk.ts';
import { rigLinkDriver } from '../../src/main/rig/drivers/riglink/index.ts';
import { Rig } from '../../src/main/rig/index.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import { parsePort } from '../../src/shared/rig/rig-port.ts';
import { spoil, type Behaviour } from '../hostile/behaviour.ts';
import { memoryLine } from '../hostile/memory-line.ts';
import { startHostile } from '../hostile/start-hostile.ts';
import { newStation, type Station } from './acquisition-harness.ts';
import { endAll, longProtocol, startEmulator, until } from './rig-harness.ts';

const USUAL = { levelMv: 800, durationMs: 0.5 };
let station: Station | null = null;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await station?.client.close();
  station = null;
  await endAll();
});

/** The acquisition process with a simulated rig on a pseudo-terminal, its test pulses running. */
async function sealed(args: readonly string[] = ['--pipette', 'cell-attached']) {
  const folder = mkdtempSync(join(tmpdir(), 'rig-zap-'));
  const now = (station = newStation(folder, { emulatorArgs: ['--cell', 'passive', '--noise-pa', '5', ...args] }));
  const { client } = now;
  await client.request('settings', USUAL_SETTINGS);
  await client.request('connect', { port: { kind: 'simulated' }, scope: true });
  const reading = () => client.status().scope?.reading ?? null;
  return { now, client, folder, reading };
}
const words = (now: Station): string => now.log.map((entry) => entry.words).join('\n');

describe('a zap on a simulated seal', () => {
  it('breaks in: the test pulses show the cell, and it is logged and stored with it', async () => {
    const { now, client, folder, reading } = await sealed();
    await client.request('newCell', undefined);
    await client.request('stage', { stage: 'seal' });
    await until(() => (reading()?.resistanceMohm ?? 0) > 1000, 'the seal');
    expect(reading()?.membrane).toBeNull();
    // What breaks in is chance, of which the seed is given.
    for (let zaps = 1; zaps <= 5 && reading()?.membrane == null; zaps++) {
      const { cell, scope } = await client.request('zap', USUAL);
      expect(cell.zaps).toHaveLength(zaps);
      expect(cell.zaps.at(-1)).toMatchObject({ ...USUAL, confirmed: true });
      const before = scope?.reading?.number ?? 0;
      await until(() => (reading()?.number ?? 0) > before, 'a reading after it');
    }
    expect(reading()?.membrane?.membraneCapacitancePf).toBeCloseTo(60, -1);
    expect(client.status()).toMatchObject({ state: 'idle', holdingMv: -80, scope: { running: true } });
    await client.request('stage', { stage: 'whole-cell' });
    await until(() => client.status().cell.verdicts.find(({ id }) => id === 'change')?.value != null, 'a test in whole cell');
    const { zaps } = client.status().cell;
    const path = join(folder, 'cell.twinclamp');
    const target = { kind: 'file', path, cellName: 'a cell' } as const;
    await client.request('record', { target, protocol: longProtocol(0.3), spontaneousSeconds: 0, holdSeconds: 0 });
    await until(() => now.runs.length === 1, 'the end of the run');
    const session = SessionFile.open(path);
    const { quality } = session.recordingMeta(1).acquisition as { quality: StoredQuality };
    session.close();
    expect(quality.zaps).toEqual(zaps);
    expect(quality.log.filter(({ kind }) => kind === 'zap')).toHaveLength(zaps.length);
    expect(words(now)).toMatch(/Zap 800 mV for 0\.5 ms, on a seal of 3\d\d\d|Zap 800 mV for 0\.5 ms, on a seal of 2\d\d\d/);
    // Another cell has had none.
    expect((await client.request('newCell', undefined)).cell.zaps).toEqual([]);
  });

  it('is too much and kills the seal', async () => {
    const { client, reading } = await sealed();
    await client.request('stage', { stage: 'seal' });
    await until(() => (reading()?.resistanceMohm ?? 0) > 1000, 'the seal');
    const { scope } = await client.request('zap', { levelMv: -1500, durationMs: 10 });
    const before = scope?.reading?.number ?? 0;
    await until(() => (reading()?.number ?? 0) > before, 'a reading after it');
    expect(reading()?.resistanceMohm).toBeLessThan(60);
  });

  it('is refused but on a seal under test pulses, and beyond its limits; nothing is played then', async () => {
    const { now, client } = await sealed();
    await expect(client.request('zap', USUAL)).rejects.toThrow(/^Expected a seal under test pulses, got none\. .*state Seal/);
    await client.request('stage', { stage: 'whole-cell' });
    await expect(client.request('zap', USUAL)).rejects.toThrow(/Expected a seal/);
    await client.request('stage', { stage: 'seal' });
    await client.request('scope', { on: false });
    await expect(client.request('zap', USUAL)).rejects.toThrow(/Start the pulses/);
    await client.request('scope', { on: true });
    await expect(client.request('zap', { levelMv: 1600, durationMs: 0.5 })).rejects.toThrow(/up to 1500 mV either way/);
    await expect(client.request('zap', { levelMv: 800, durationMs: 11 })).rejects.toThrow(/0\.02 to 10 ms/);
    expect(client.status().cell.zaps).toEqual([]);
    expect(words(now)).not.toMatch(/Zap/);
  });

  it('is refused while something is recorded', async () => {
    const { now, client, folder } = await sealed();
    await client.request('stage', { stage: 'seal' });
    const target = { kind: 'file', path: join(folder, 'cell.twinclamp'), cellName: 'a cell' } as const;
    // A run tests the membrane first, so it begins on an open cell.
    await client.request('simulate', { kind: 'pipette', stage: 'whole-cell' });
    await client.request('record', { target, protocol: longProtocol(2), spontaneousSeconds: 0, holdSeconds: 0 });
    await expect(client.request('zap', USUAL)).rejects.toThrow(/^Expected an idle rig for a zap, it is recording\./);
    await until(() => now.runs.length === 1, 'the end of the run');
    expect(now.runs[0]?.status).toBe('complete');
    expect(client.status().cell.zaps).toEqual([]);
  });

  it('gives way to ABORT: what the device was not seen to give is stored as not confirmed', async () => {
    const { client } = await sealed();
    await client.request('stage', { stage: 'seal' });
    const asked = client.request('zap', USUAL).then(
      () => 'given',
      (error: unknown) => String(error),
    );
    const { state, scope } = await client.request('abort', undefined);
    const answer = await asked;
    expect(state).toBe('idle');
    expect(scope?.wanted).toBe(false);
    const { zaps } = client.status().cell;
    if (answer === 'given') expect(zaps).toMatchObject([{ confirmed: true }]);
    else {
      expect(answer).toMatch(/an abort came first/);
      expect(zaps).toMatchObject([{ ...USUAL, confirmed: false }]);
    }
    // Nothing is played any more, and it can be asked for again.
    await client.request('scope', { on: true });
    expect((await client.request('zap', USUAL)).state).toBe('idle');
  });

  it('has the level of an ePatch, and its duration', async () => {
    const { address } = await startEmulator(3, [
      '--device',
      'epatch',
      '--cell',
      'passive',
      '--noise-pa',
      '2',
      '--pipette',
      'cell-attached',
    ]);
    const { client, reading } = await sealed();
    await client.request('disconnect', undefined);
    await client.request('connect', { port: { kind: 'driver', driver: 'epatch', address: `EL03F@${address}` }, scope: true });
    await client.request('stage', { stage: 'seal' });
    await until(() => (reading()?.resistanceMohm ?? 0) > 1000, 'the seal');
    for (let zaps = 1; zaps <= 5 && reading()?.membrane == null; zaps++) {
      const { cell, scope } = await client.request('zap', { levelMv: 800, durationMs: 0.52 });
      expect(cell.zaps.at(-1)).toMatchObject({ levelMv: null, durationMs: 0.5, confirmed: true });
      const before = scope?.reading?.number ?? 0;
      await until(() => (reading()?.number ?? 0) > before, 'a reading after it');
    }
    expect(reading()?.membrane?.membraneCapacitancePf).toBeCloseTo(60, -1);
  });
});

describe('a hostile device that can zap', () => {
  /** A rig on a line in memory to the simulated device with one misbehaviour, and the zaps that the device heard. */
  async function hostile(behaviour: Behaviour) {
    const memory = memoryLine('hostile');
    const { link, stop } = startHostile(memory.device, behaviour, 1, { vanish: () => memory.vanish(), recordings: () => 0 });
    const rig = new Rig({ drivers: [rigLinkDriver(() => Promise.resolve(memory.host))] });
    endings.push(async () => {
      await rig.disconnect();
      stop();
    });
    await rig.connect(parsePort(link.address));
    return { rig, link };
  }

  it.each([
    ['gave another level', { levelUv: 1_400_000 }],
    ['gave the other sign', { levelUv: -800_000 }],
    ['gave ten times the time', { durationUs: 5000 }],
  ])('that %s is told of, and brought to its safe level', async (_, change) => {
    const { rig, link } = await hostile(spoil('zapRealised', (message) => ({ ...message, ...change }))());
    await expect(rig.zap(USUAL)).rejects.toThrow(/^Expected a zap of 800 mV for 0\.5 ms, the device gave .*zap no more/);
    expect(link.heard.get('panic')).toBeGreaterThan(0);
    expect(rig.status().state).toBe('idle');
  });

  it('that acknowledges and never says what it gave is told of', async () => {
    const { rig } = await hostile(spoil('zapRealised', () => null)());
    await expect(rig.zap(USUAL)).rejects.toThrow(/^Expected the device to answer the zap, it only acknowledged/);
  });

  it('that loses the first acknowledgement is asked with the same number', async () => {
    let lost = 0;
    const { rig, link } = await hostile({
      toHost: (message, { heard }) => ((heard.get('zap') ?? 0) === 1 && message.kind === 'ack' && lost++ === 0 ? [] : [message]),
    });
    expect(await rig.zap(USUAL)).toEqual(USUAL);
    expect(link.heard.get('zap')).toBe(2);
  });

  it('that refuses one is quoted', async () => {
    const { rig } = await hostile({
      toDevice: (message) => [message.kind === 'zap' ? { ...message, levelUv: 1_900_000_000 } : message],
    });
    await expect(rig.zap(USUAL)).rejects.toThrow(/^The device refused the zap: expected at most 2000000 uV/);
  });
});
