import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_SETTINGS } from '../../src/core/quality/rig-settings.ts';
import type { StoredQuality } from '../../src/main/acquisition/cell-desk.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import { newStation, type Station } from './acquisition-harness.ts';
import { endAll, longProtocol, until } from './rig-harness.ts';

/** Steps at which a membrane is passive. */
const STEPS = {
  ...longProtocol(0),
  segments: [-80, -120, -80].map((voltageMv) => ({ kind: 'step' as const, voltageMv, durationMs: 100 })),
};

let station: Station | null = null;
afterEach(async () => {
  await station?.client.close();
  await endAll();
});

const CELL = ['--cell', 'passive', '--rs-mohm', '30', '--rm-mohm', '140', '--noise-pa', '5'];

describe('a pipette in the bath', () => {
  it('is held at 0 mV, has its offset zeroed and locked, and runs are played with it', async () => {
    const now = (station = newStation(mkdtempSync(join(tmpdir(), 'rig-bath-')), {
      emulatorArgs: ['--cell', 'passive', '--pipette', 'bath', '--offset-mv', '7.5', '--noise-pa', '5'],
    }));
    const { client } = now;
    await client.request('settings', USUAL_SETTINGS);
    await client.request('connect', { port: { kind: 'simulated' }, scope: true });
    await expect(client.request('offset', { action: 'zero' })).rejects.toThrow(/State Bath/);
    expect((await client.request('stage', { stage: 'bath' })).holdingMv).toBe(0);
    const reading = () => client.status().scope?.reading ?? null;
    await until(() => Math.abs((reading()?.holdingCurrentPa ?? 0) - 2500) < 100, 'the current of the offset');
    const { cell } = await client.request('offset', { action: 'zero' });
    expect(Math.abs(cell.offset.mv - 7.5)).toBeLessThan(0.05);
    // The reading is still that of before.
    await expect(client.request('offset', { action: 'zero' })).rejects.toThrow(/wait for a reading/);
    await until(() => Math.abs(reading()?.holdingCurrentPa ?? 9999) < 50, 'a current without the offset');
    expect(reading()?.resistanceMohm).toBeCloseTo(3, 1);
    await client.request('offset', { action: 'lock' });
    await expect(client.request('offset', { action: 'zero' })).rejects.toThrow(/locked/);
    expect((await client.request('stage', { stage: 'seal' })).holdingMv).toBe(-80);
    expect(now.log.map(({ words }) => words).join('\n')).toMatch(/Electrode offset zeroed: 7\.\d\d mV/);
  });
});

describe('rate, filter and gain of recordings', () => {
  it('are set where the device offers them, stored, and held back with a sentence where it does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rig-setup-'));
    const now = (station = newStation(folder, { emulatorArgs: CELL }));
    const { client } = now;
    const set = { sampleRateHz: 20_000, filterHz: 3000, rangePa: 2000 };
    await client.request('settings', { ...USUAL_SETTINGS, recording: set });
    await client.request('connect', { port: { kind: 'simulated' } });
    const path = join(folder, 'cell.twinclamp');
    await client.request('record', {
      target: { kind: 'file', path, cellName: 'a cell' },
      protocol: STEPS,
      spontaneousSeconds: 0,
      holdSeconds: 0,
    });
    await until(() => now.runs.length === 1, 'the end of the run');
    const session = SessionFile.open(path);
    const { sampleRateHz, conditions, acquisition } = session.recordingMeta(1);
    const { currentPa } = session.readSamples(1);
    session.close();
    expect({ sampleRateHz, filterHz: conditions.filterHz }).toEqual({ sampleRateHz: 20_000, filterHz: 3000 });
    expect(acquisition).toMatchObject({ filterHz: 3000, rangePa: 2000, quality: { settings: { recording: set } } });
    expect(currentPa).toHaveLength(6001);
    // 60 pF behind 30 MOhm, 40 mV: the transient is beyond 2 nA without the correction, and never shown beyond the range.
    expect(Math.max(...currentPa.map(Math.abs))).toBeLessThan(2100);

    await expect(client.request('settings', { ...USUAL_SETTINGS, recording: { ...set, sampleRateHz: 30_000 } })).rejects.toThrow(
      /^Expected a sampling rate of 10, 20, 50 kHz, 30 kHz is set\./,
    );
    await client.request('settings', USUAL_SETTINGS);
    expect(now.log.map(({ words }) => words)).toContain('Sampling rate of recordings as usual, was 20 kHz.');
    await client.request('disconnect', undefined);
    await client.request('settings', { ...USUAL_SETTINGS, recording: { ...set, filterHz: 11_000 } });
    await client.request('connect', { port: { kind: 'simulated' } });
    await until(() => now.notices.some((words) => /filter of 0\.5 to 10 kHz at a rate of 20 kHz/.test(words)), 'the notice');
  });
});

describe('a check of the compensation', () => {
  it('shows what the correction leaves of the access, over the line, and that too much of it rings', async () => {
    const now = (station = newStation(mkdtempSync(join(tmpdir(), 'rig-compensation-')), { emulatorArgs: CELL }));
    const { client } = now;
    await client.request('settings', { ...USUAL_SETTINGS, compensationPercent: 70 });
    await client.request('connect', { port: { kind: 'simulated' } });
    const check = async () => (await client.request('compensation', undefined)).cell.compensation;
    const found = await check();
    // 30 MOhm, of which the amplifier takes 70 % of what the test found.
    const leftMohm = 30 - 0.7 * (found?.seriesResistanceMohm ?? NaN);
    expect(found).toMatchObject({ correctionPercent: 70, rings: false, problem: null });
    expect(Math.abs((found?.errorMv ?? NaN) / (Math.abs(found?.holdingCurrentPa ?? NaN) * leftMohm * 1e-3) - 1)).toBeLessThan(0.1);
    await client.request('settings', { ...USUAL_SETTINGS, compensationPercent: 95 });
    expect(await check()).toMatchObject({ correctionPercent: 95, rings: true });
    expect(client.status().state).toBe('idle');
    const words = now.log.map((entry) => entry.words).join('\n');
    expect(words).toMatch(/Rs correction 70 % leaves 9\.\d MΩ: \d+\.\d\d mV at −?-?\d+ pA\.\n/);
    expect(words).toMatch(/Rs correction 95 %.*The clamp rings: correct less\./);
    // Another cell: nothing is known of it.
    expect((await client.request('newCell', undefined)).cell.compensation).toBeNull();
  });
});

describe('one cell, its quality and its log', () => {
  it('stores what was set and done with a cell with each recording of it, and what the gates said', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rig-cell-'));
    const now = (station = newStation(folder, { emulatorArgs: CELL }));
    const { client } = now;
    await client.request('settings', { ...USUAL_SETTINGS, holdingMv: -70, compensationPercent: 70, predictionPercent: 70 });
    await client.request('connect', { port: { kind: 'simulated' }, scope: true });
    expect(client.status().holdingMv).toBe(-70);
    await client.request('newCell', undefined);
    await client.request('simulate', { kind: 'pipette', stage: 'cell-attached' });
    await client.request('stage', { stage: 'seal' });
    const seal = () => client.status().cell.verdicts.find(({ id }) => id === 'seal')?.value ?? null;
    await until(() => (seal() ?? 0) > 2000, 'the seal');
    // Broken in: what is read from here on is no seal, before the operator states it.
    await client.request('simulate', { kind: 'pipette', stage: 'whole-cell' });
    const openedAt = client.status().scope?.reading?.number ?? 0;
    await until(() => (client.status().scope?.reading?.number ?? 0) > openedAt + 2, 'readings of the open cell');
    expect(seal()).toBeGreaterThan(2000);
    await client.request('stage', { stage: 'whole-cell' });
    await until(() => client.status().cell.verdicts.find(({ id }) => id === 'change')?.value != null, 'a test in whole cell');
    const levels = Object.fromEntries(client.status().cell.verdicts.map(({ id, level }) => [id, level]));
    expect(levels).toMatchObject({
      seal: 'pass',
      access: 'warn',
      capacitance: 'pass',
      resistance: 'fail',
      change: 'pass',
      holding: 'unknown',
    });

    const record = async (path: string): Promise<void> => {
      const begun = await client.request('record', {
        target: { kind: 'file', path, cellName: 'a cell' },
        protocol: STEPS,
        spontaneousSeconds: 0,
        holdSeconds: 0,
      });
      await client.request('note', { words: `Note in ${begun.recordingId}` });
      await until(() => now.runs.length === begun.recordingId, 'the end of the run');
    };
    const path = join(folder, 'cell.twinclamp');
    // One open cell, two recordings: the second knows the first.
    await record(path);
    await record(path);
    expect(now.runs.map(({ status }) => status)).toEqual(['complete', 'complete']);

    // Rs and Cm by the steps of the recording itself, although 70 % of Rs were corrected.
    const clamp = client.status().cell.lastClamp;
    expect(clamp).toMatchObject({ recordingId: 2, steps: { noMembrane: null }, sodium: null });
    expect(Math.abs((clamp?.steps.membrane?.seriesResistanceMohm ?? 0) / 30 - 1)).toBeLessThan(0.05);
    expect(Math.abs((clamp?.steps.membrane?.membraneCapacitancePf ?? 0) / 60 - 1)).toBeLessThan(0.05);
    expect(Math.abs(clamp?.changePercent ?? 100)).toBeLessThan(5);

    // With the recording itself, before there is another one: a restart does not lose it.
    const session = SessionFile.open(path);
    const [first, second] = session.listRecordings().map(({ clamp: of }) => of);
    expect(second).toEqual(clamp);
    expect(first).toMatchObject({ recordingId: 1, steps: { noMembrane: null } });
    // A twin is given it, until an operator states another resistance.
    const known = () => session.toVoltageClampRecording(2).conditions;
    expect(known()).toMatchObject({ seriesResistanceMohm: clamp?.before.seriesResistanceMohm, compensationPercent: 70 });
    expect(known().bySteps?.seriesResistanceMohm).toBe(clamp?.steps.membrane?.seriesResistanceMohm);
    session.correct(2, { madeAt: '2026-01-01T00:00:00Z', changes: { seriesResistanceMohm: 12 } });
    expect(known()).toMatchObject({ seriesResistanceMohm: 12 });
    expect(known().bySteps).toBeUndefined();
    const quality = [1, 2].map((id) => (session.recordingMeta(id).acquisition as { quality: StoredQuality }).quality);
    const notes = [1, 2].map((id) => session.readEvents(id).filter(({ code }) => code === 1000));
    session.close();
    expect(quality[0]).toMatchObject({ stage: 'whole-cell', settings: { holdingMv: -70, compensationPercent: 70 } });
    expect(quality[0]?.verdicts.find(({ id }) => id === 'resistance')).toMatchObject({ level: 'fail' });
    const words = quality[1]?.log.map((entry) => entry.words).join('\n') ?? '';
    expect(words).toMatch(/^New cell\./);
    expect(words).toMatch(/Seal\./);
    expect(words).toMatch(/Whole cell, seal \d+ MΩ\./);
    expect(words).toMatch(/Recorded although .*Membrane resistance \(14\d MΩ\).* failed\./);
    expect(words).toMatch(/Note in 1/);
    expect(words).not.toMatch(/Note in 2/);
    expect(quality[1]?.verdicts.find(({ id }) => id === 'error')?.value).toBeGreaterThan(0);
    expect(notes.map((events) => events.map(({ name }) => name))).toEqual([['Note in 1'], ['Note in 2']]);
    expect(now.log.map(({ words: said }) => said)).toContain('Holding potential -70 mV, was -80 mV.');
  });
});

describe('a restart', () => {
  it('goes on with the break-in of the open cell', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rig-resume-'));
    const path = join(folder, 'cell.twinclamp');
    const before = (station = newStation(folder, { emulatorArgs: CELL }));
    await before.client.request('connect', { port: { kind: 'simulated' }, scope: true });
    await before.client.request('stage', { stage: 'whole-cell' });
    const change = (of: Station) => of.client.status().cell.verdicts.find(({ id }) => id === 'change')?.value ?? null;
    await until(() => change(before) !== null, 'a test in whole cell');
    const target = { kind: 'file', path, cellName: 'a cell' } as const;
    await before.client.request('record', { target, protocol: STEPS, spontaneousSeconds: 0, holdSeconds: 0 });
    await until(() => before.runs.length === 1, 'the end of the run');
    await before.client.close();
    await endAll();

    // The access has risen from 30 to 36 MOhm meanwhile.
    const now = (station = newStation(folder, { emulatorArgs: CELL.with(3, '36') }));
    await now.client.request('connect', { port: { kind: 'simulated' }, scope: true });
    await until(() => change(now) !== null, 'a test');
    expect(Math.abs(change(now) ?? NaN)).toBeLessThan(5);
    const session = SessionFile.open(path);
    const clamp = session.listRecordings().at(-1)?.clamp ?? null;
    session.close();
    expect(clamp?.breakInMohm).toBeCloseTo(30, 0);
    if (clamp === null) throw new Error('Expected what the clamp was worth, none was stored.');
    await now.client.request('resumeCell', { clamp });
    await until(() => Math.abs((change(now) ?? 0) - 20) < 4, 'the change since break-in');
    expect((await now.client.request('stage', { stage: 'whole-cell' })).cell.stage).toBe('whole-cell');
    await until(() => Math.abs((change(now) ?? 0) - 20) < 4, 'the change since break-in');
  });
});
