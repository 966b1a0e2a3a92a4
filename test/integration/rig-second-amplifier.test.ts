import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { RECORDER_THREAD } from '../../src/cli/paths.ts';
import { sampleCommand, type Protocol } from '../../src/core/protocol/protocol.ts';
import { ThreadedRecorder } from '../../src/main/recorder/index.ts';
import { DRIVERS, listAmplifiers, Rig, RigError, type RecordRequest } from '../../src/main/rig/index.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import type { RigPort } from '../../src/shared/rig/rig-port.ts';
import { BENCH, type BenchFaults } from './fixtures/bench-amplifier/bench-amplifier.ts';
import { benchDriver } from './fixtures/bench-amplifier/index.ts';
import { BENCH_CELL } from './fixtures/bench-amplifier/playback.ts';
import { assemble, MemorySink, until } from './rig-harness.ts';

const PORT: RigPort = { kind: 'driver', driver: 'bench-amp', address: 'usb-1' };
const PROTOCOL: Protocol = {
  id: 'bench',
  name: 'Bench',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 10, durationMs: 150 },
    { kind: 'ramp', startMv: -20, endMv: -100, durationMs: 150.03 },
    { kind: 'step', voltageMv: -80, durationMs: 100 },
  ],
};
const scratch = mkdtempSync(join(tmpdir(), 'second-amplifier-'));
const rigs: Rig[] = [];

/** A rig that knows the second amplifier beside the drivers of the program. */
function bench(faults: BenchFaults = {}) {
  const driver = benchDriver(faults);
  const rig = new Rig({ drivers: [...DRIVERS, driver] });
  rigs.push(rig);
  return { rig, driver };
}

/** A run of it, with what the operator reads in the end. */
async function run(faults: BenchFaults, request: Partial<RecordRequest> = {}) {
  const { rig, driver } = bench(faults);
  const sink = new MemorySink();
  const outcome = await (async () => {
    await rig.connect(PORT);
    const begun = await rig.record({ sessionKey: 's', protocol: PROTOCOL, spontaneousSeconds: 0, holdSeconds: 0.3, sink, ...request });
    return await begun.finished;
  })().catch((error: unknown) => {
    if (!(error instanceof RigError)) throw error;
    return { status: 'refused', reason: error.message };
  });
  return { rig, sink, outcome, amplifier: driver.opened[0]! };
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.disconnect();
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('a second amplifier, which only its driver knows', () => {
  it('connects, tests the membrane, records and stops into a session', async () => {
    const { rig, driver } = bench();
    const status = await rig.connect(PORT);
    expect(status).toMatchObject({
      state: 'idle',
      simulated: false,
      port: PORT,
      device: { name: 'Bench amplifier' },
      capabilities: BENCH,
      sampleRateHz: 12_500,
    });
    const test = await rig.membraneTest();
    for (const name of ['seriesResistanceMohm', 'membraneCapacitancePf', 'membraneResistanceMohm'] as const) {
      expect(Math.abs(test[name] / BENCH_CELL[name] - 1), name).toBeLessThan(0.05);
    }

    const recorder = new ThreadedRecorder({
      thread: RECORDER_THREAD,
      start: { rescueFolders: [] },
      onNotice: () => undefined,
      onMoved: () => undefined,
      onStored: () => undefined,
    });
    const { key, path } = await recorder.open({ kind: 'new', folder: scratch, cellName: 'bench cell' });
    const whole = await rig.record({ sessionKey: key, protocol: PROTOCOL, spontaneousSeconds: 0.5, holdSeconds: 0.3, sink: recorder });
    expect(await whole.finished).toEqual({ status: 'complete', recordingIds: [1, 2], reason: null });
    const long = { ...PROTOCOL, segments: Array.from({ length: 40 }, () => PROTOCOL.segments[0]!) };
    const cut = await rig.record({ sessionKey: key, protocol: long, spontaneousSeconds: 0, holdSeconds: 0.3, sink: recorder });
    await until(() => (rig.status().recording?.elapsedMs ?? 0) > 100, 'samples');
    await rig.stop();
    expect((await cut.finished).status).toBe('stopped');
    await recorder.close();
    expect(driver.opened[0]!.asked).not.toContain('compensate');

    const session = SessionFile.open(path);
    try {
      expect(
        session.listRecordings().map(({ kind, status: end, sampleRateHz, lostSamples }) => [kind, end, sampleRateHz, lostSamples]),
      ).toEqual([
        ['voltage-clamp', 'complete', 12_500, 0],
        ['spontaneous', 'complete', 12_500, 0],
        ['voltage-clamp', 'stopped', 12_500, 0],
      ]);
      const recording = session.recordingMeta(1);
      // Played on its own grid: levels in 0.3 mV, edges in 0.08 ms; and the port is stored as text.
      expect(recording.protocolRealised?.segments.slice(0, 2)).toEqual([
        { kind: 'step', voltageMv: 9.9, durationMs: 150 },
        { kind: 'ramp', startMv: -20.1, endMv: -99.9, durationMs: 150 },
      ]);
      expect(recording.device).toMatchObject({ name: 'Bench amplifier', port: 'bench-amp:usb-1', simulated: false });
      expect(recording.conditions).not.toHaveProperty('compensationPercent');
      expect(session.verify(1)).toEqual([]);
    } finally {
      session.close();
    }
  });

  it('is listed beside the ports of the other drivers, and an unknown driver is named', async () => {
    const { ports } = await listAmplifiers([...DRIVERS, benchDriver()]);
    expect(ports.at(-1)).toEqual({ port: PORT, label: 'Bench amplifier' });
    const error: unknown = await new Rig({ drivers: DRIVERS }).connect(PORT).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'port-missing', message: expect.stringMatching(/a driver named "bench-amp"/) });
  });

  it('plays the command that is stored', async () => {
    const { sink, outcome } = await run({}, { sampleRateHz: 25_000 });
    expect(outcome.status).toBe('complete');
    const { voltageMv, missing } = assemble(sink.last);
    const command = sampleCommand(sink.last.meta.protocol!, 25_000);
    expect(missing).toBe(0);
    expect(Math.max(...command.map((millivolt, k) => Math.abs(millivolt - voltageMv[k]!)))).toBeLessThan(0.1);
  });

  it.each([
    ['grid of 4 V', { capabilities: { stimulusGrid: { voltageStepMv: 4000, timeStepMs: 0.1 } } }, /a stimulus in steps of/],
    ['rate of 4 GHz', { capabilities: { sampleRatesHz: [4e9] } }, /sampling rates/],
    ['no range', { capabilities: { currentRangesPa: [] } }, /current ranges/],
    ['range of NaN', { capabilities: { currentRangesPa: [Number.NaN] } }, /current ranges/],
    ['reversed voltage range', { capabilities: { voltageRangeMv: { lowest: 100, highest: -100 } } }, /command voltages/],
    ['no voltage clamp', { capabilities: { modes: ['I0'] } }, /with voltage clamp/],
    ['no room', { capabilities: { itemsPerDownload: 0 } }, /room for 1 item/],
    ['a cell that is played on when the port closes', { capabilities: { onPortClose: 'plays-on' } }, /safe level when its port closes/],
  ] as [string, BenchFaults, RegExp][])('is refused with a %s', async (_, faults, expected) => {
    const { rig, outcome, amplifier } = await run(faults);
    expect(outcome).toMatchObject({ status: 'refused', reason: expect.stringMatching(expected) });
    expect(rig.status().state).toBe('disconnected');
    expect(amplifier.isOpen).toBe(false);
  });

  it('has names that may be shown', async () => {
    const { rig } = await run({ identity: { name: '\u001b[31mBench\n', firmware: 'f'.repeat(300) } });
    expect(rig.status().device).toMatchObject({ name: '[31mBench', firmware: `${'f'.repeat(63)}…` });
  });

  it.each([
    ['a rate it does not have', { sampleRateHz: 10_000 }, /sampling rate of 12500, 25000 Hz, got 10000 Hz/],
    ['more items than a download takes', { holdSeconds: 32 }, /at most 64 items/],
    ['more current than its largest range', { largestCurrentPa: 20_000 }, /it has 12500, 25000 Hz and 10000, 500 pA/],
    [
      'a voltage outside its range',
      { protocol: { ...PROTOCOL, segments: [{ kind: 'step', voltageMv: 130, durationMs: 50 }] } },
      /within -150 to 120 mV, got 130/,
    ],
    ['compensation', { compensationPercent: 80 }, /a device that compensates/],
  ] as [string, Partial<RecordRequest>, RegExp][])('is not asked for %s', async (_, request, expected) => {
    const { outcome, sink } = await run({}, request);
    expect(outcome).toMatchObject({ status: 'refused', reason: expect.stringMatching(expected) });
    expect(sink.recordings).toEqual([]);
  });

  const second = (of: number): boolean => of === 2;
  it.each([
    [
      'would play another level',
      {
        played: (items, of) =>
          second(of) ? items.map((item) => ({ ...item, startLevel: item.startLevel + 300, endLevel: item.endLevel + 300 })) : items,
      },
      /would not play what was asked/,
    ],
    ['would play an item less', { played: (items, of) => (second(of) ? items.slice(1) : items) }, /expected 4 items, it would play 3/],
    [
      'would reverse the signs',
      { played: (items) => items.map((item) => ({ ...item, startLevel: -item.startLevel, endLevel: -item.endLevel })) },
      /would not play what was asked/,
    ],
  ] as [string, BenchFaults, RegExp][])('is not armed where it %s', async (_, faults, expected) => {
    const { outcome, sink, amplifier } = await run(faults);
    expect(outcome).toMatchObject({ status: 'refused', reason: expect.stringMatching(expected) });
    expect(sink.recordings).toEqual([]);
    expect(amplifier.asked.at(-1)).toBe('panic');
  });

  it.each([
    [
      'sends another voltage',
      { block: (block, of) => [second(of) ? { ...block, voltageMv: block.voltageMv.map((mv) => -mv) } : block] },
      /it plays something else/,
    ],
    [
      'sends what is no number',
      { block: (block, of) => [second(of) ? { ...block, currentPa: block.currentPa.fill(Number.NaN) } : block] },
      /are no numbers/,
    ],
    ['sends a block twice', { block: (block, of) => (second(of) ? [block, block] : [block]) }, /to come next/],
    [
      'sends samples before their time',
      { block: (block, of) => [second(of) ? { ...block, firstIndex: block.firstIndex + 5000 } : block] },
      /before their time/,
    ],
    [
      'sends nothing more',
      { block: (block, of) => (second(of) && block.firstIndex > 2000 ? [] : [block]), end: () => null },
      /(No samples came for 1 s)/,
    ],
    [
      'reports an end before its last sample',
      { end: (end, of) => (second(of) && end.kind === 'ended' ? { ...end, samples: end.samples - 100 } : end) },
      /before the last it had sent/,
    ],
    ['stops by itself', { end: (end, of) => (second(of) && end.kind === 'ended' ? { ...end, stopped: true } : end) }, /stopped by itself/],
    ['is unplugged', { vanishesAt: 4500 }, /was unplugged/],
  ] as [string, BenchFaults, RegExp][])('interrupts a run in which it %s, with what is missing as a gap', async (_, faults, expected) => {
    // The membrane test of this amplifier must be correct, because its end is not the subject here.
    const honest = {
      ...faults,
      ...(faults.end === undefined
        ? {}
        : { end: ((end, of) => (of === 1 ? end : faults.end!(end, of))) as NonNullable<BenchFaults['end']> }),
    };
    const { rig, outcome, sink } = await run(honest);
    expect(outcome).toMatchObject({ status: 'interrupted', reason: expect.stringMatching(expected) });
    expect(rig.status().state).toBe('fault');
    const { missing } = assemble(sink.last);
    expect(sink.last.gaps.reduce((sum, { count }) => sum + count, 0)).toBe(missing);
    expect(rig.status().lostSamples).toBeGreaterThanOrEqual(missing);
  });

  it('may lose samples without reporting it: they are a gap', async () => {
    let dropped = 0;
    const { outcome, sink, rig } = await run({
      block: (block, of) => {
        if (!second(of) || block.firstIndex < 5000 || dropped > 0) return [block];
        dropped = block.voltageMv.length;
        return [];
      },
    });
    expect(outcome.status).toBe('complete');
    expect(assemble(sink.last).missing).toBe(dropped);
    expect(rig.status().lostSamples).toBe(dropped);
  });
});
