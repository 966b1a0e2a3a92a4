import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveBlock, Rig } from '../../src/main/rig/index.ts';
import { assemble, endAll, lastEmulator, MemorySink, newRig, SHORT_PROTOCOL, until } from './rig-harness.ts';

afterAll(endAll);

const CELL = ['--cell', 'passive', '--noise-pa', '5'];

/** A rig that plays test pulses, and the sweeps it shows. */
async function watched(args: readonly string[] = CELL): Promise<{ rig: Rig; sweeps: LiveBlock[] }> {
  const rig = newRig(args);
  const sweeps: LiveBlock[] = [];
  rig.events.on('samples', (block) => {
    if (block.recordingId === 0) sweeps.push(block);
  });
  await rig.connect({ kind: 'simulated', seed: 1 });
  await rig.setScope(true);
  await until(() => rig.status().scope?.reading !== null, 'a reading');
  return { rig, sweeps };
}

const run = (sink: MemorySink) => ({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 0, holdSeconds: 0, sink });

describe('test pulses before anything is recorded', () => {
  // One device for all: most of the time of a test is its start.
  let rig: Rig;
  let sweeps: LiveBlock[];
  let emulator: ReturnType<typeof lastEmulator>;
  beforeAll(async () => {
    ({ rig, sweeps } = await watched());
    emulator = lastEmulator();
  });

  it('show whole sweeps without end, and read Rs, Cm and Rm while the rig stays idle', async () => {
    expect(rig.status()).toMatchObject({ state: 'idle', recording: null, scope: { running: true, problem: null } });
    await until(() => (rig.status().scope?.reading?.number ?? 0) >= 5, 'five readings');
    const { membrane, holdingCurrentPa } = rig.status().scope!.reading!;
    expect(membrane!.seriesResistanceMohm / 20).toBeCloseTo(1, 1);
    expect(membrane!.membraneCapacitancePf / 60).toBeCloseTo(1, 1);
    expect(membrane!.membraneResistanceMohm / 1000).toBeCloseTo(1, 1);
    expect(holdingCurrentPa).toBeCloseTo(-78.4, 0);
    expect(rig.status().membraneTest).toEqual(membrane);
    // More than one train: the count of samples goes on.
    const first = sweeps.map(({ firstSample }) => firstSample);
    expect(first.length).toBeGreaterThan(50);
    expect(first.every((sample, i) => sample % 2500 === 0 && (i === 0 || sample > first[i - 1]!))).toBe(true);
    expect(sweeps.every(({ currentPa }) => currentPa.length === 2500)).toBe(true);
  });

  it('give way to a recording that loses nothing, and go on after it', async () => {
    const sink = new MemorySink();
    const { finished } = await rig.record(run(sink));
    const during = sweeps.length;
    expect(await finished).toMatchObject({ status: 'complete', recordingIds: [1] });
    expect(assemble(sink.last).missing).toBe(0);
    await until(() => sweeps.length > during + 5, 'sweeps after the run');
    expect(await rig.membraneTest()).toMatchObject({ tooFast: false });
    const before = sweeps.length;
    await until(() => sweeps.length > before + 5, 'sweeps after the test');
  });

  it('end at once with an abort, stay away until they are asked for, and come again', async () => {
    const began = performance.now();
    expect(await rig.abort()).toMatchObject({ state: 'idle', scope: { wanted: false, running: false } });
    expect(performance.now() - began).toBeLessThan(1000);
    const before = sweeps.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sweeps.length).toBe(before);
    await rig.setScope(true);
    await until(() => sweeps.length > before + 5, 'sweeps again');
    expect(await rig.setScope(false)).toMatchObject({ state: 'idle', scope: { wanted: false, running: false } });
  });

  it.each([0, 40])('leave the device free %d ms after they began', async (waitMs) => {
    await rig.setScope(true);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    expect((await rig.setScope(false)).scope).toMatchObject({ running: false, problem: null });
  });

  it('leave the device free for a run as soon as they began', async () => {
    await rig.setScope(true);
    const { finished } = await rig.record(run(new MemorySink()));
    expect((await finished).status).toBe('complete');
  });

  it('say that the current is beyond the range, and read again once it is not', async () => {
    const bath = newRig([...CELL, '--pipette', 'bath']);
    await bath.connect({ kind: 'simulated', seed: 1 });
    await bath.setScope(true);
    await until(() => bath.status().scope?.beyondRangePa != null, 'the range');
    // 80 mV over 3 MOhm.
    expect(bath.status().scope).toMatchObject({ beyondRangePa: 20_000, reading: null, running: true, problem: null });
    await bath.setHolding(0);
    await until(() => bath.status().scope?.reading != null, 'a reading');
    expect(bath.status().scope).toMatchObject({ beyondRangePa: null, reading: { number: 1 } });
    expect(bath.status().scope?.reading?.resistanceMohm).toBeCloseTo(3, 1);
    await bath.setHolding(-80);
    await until(() => bath.status().scope?.beyondRangePa != null, 'the range again');
    await bath.setHolding(0);
    // Readings go on counting: an old one is known by its number.
    await until(() => (bath.status().scope?.reading?.number ?? 0) > 1, 'another reading');
    await bath.disconnect();
  });

  it('are a fault when the device dies in them', async () => {
    await emulator.kill();
    await until(() => rig.status().state === 'fault', 'the fault');
    expect(rig.status().fault).toMatch(/\.$/);
    expect((await rig.disconnect()).state).toBe('disconnected');
  });
});
