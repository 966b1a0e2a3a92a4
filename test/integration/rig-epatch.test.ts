import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { RECORDER_THREAD } from '../../src/cli/paths.ts';
import { protocolDurationMs, sampleCommand, type Protocol, type Segment } from '../../src/core/protocol/protocol.ts';
import { ThreadedRecorder } from '../../src/main/recorder/index.ts';
import type { RecordRequest } from '../../src/main/rig/index.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import { assemble, endAll, longProtocol, MemorySink, newRig, startEmulator, until } from './rig-harness.ts';

const scratch = mkdtempSync(join(tmpdir(), 'epatch-'));
const step = (voltageMv: number, durationMs: number): Segment => ({ kind: 'step', voltageMv, durationMs });
/** Three downloads: twelve segments, a rest, twelve more, a rest, and the end. */
const SPLIT: Protocol = {
  id: 'split',
  name: 'Split',
  source: 'test',
  holdingMv: -80,
  segments: [0, 1].flatMap((part) => [
    ...Array.from({ length: 11 }, (_, i) => step(part * 10 - 60 + 4.4 * i, 12.34)),
    { kind: 'ramp' as const, startMv: 20, endMv: -100, durationMs: 30 },
    step(-80, 20),
  ]),
};

afterEach(endAll);
afterAll(() => rmSync(scratch, { recursive: true }));

/** A rig connected to a simulated ePatch in a process of its own. */
async function connected(args: readonly string[] = [], model = 'EL03F') {
  const { address } = await startEmulator(3, ['--device', 'epatch', '--cell', 'passive', '--noise-pa', '2', '--model', model, ...args]);
  const rig = newRig();
  await rig.connect({ kind: 'driver', driver: 'epatch', address: `${model}@${address}` });
  return rig;
}

async function run(rig: Awaited<ReturnType<typeof connected>>, request: Partial<RecordRequest> = {}) {
  const sink = new MemorySink();
  const begun = await rig.record({ sessionKey: 's', protocol: SPLIT, spontaneousSeconds: 0, holdSeconds: 0.2, sink, ...request });
  return { sink, outcome: await begun.finished };
}

describe('a simulated ePatch', () => {
  it('is tested, compensated, recorded in downloads, and the rests between them are measured', async () => {
    const model = 'EL04F';
    const rig = await connected([], model);
    expect(rig.status()).toMatchObject({ simulated: true, device: { name: `ePatch ${model}`, serial: 'SIM-000003' } });
    const { sink, outcome } = await run(rig, { compensationPercent: 70 });
    expect(outcome).toMatchObject({ status: 'complete', reason: null });
    const { meta, events } = sink.last;
    expect(meta.membraneTest).toMatchObject({
      seriesResistanceMohm: expect.closeTo(20, 0),
      membraneCapacitancePf: expect.closeTo(60, -0.5),
    });
    expect(meta.compensation!.correctionPercent).toBeGreaterThan(65);
    expect(meta.sampleRateHz).toBe(50_000);

    const played = meta.protocol!;
    expect(played.segments).toHaveLength(SPLIT.segments.length);
    const longer = played.segments.map(({ durationMs }, i) => durationMs - SPLIT.segments[i]!.durationMs).filter((ms) => ms > 0.2);
    expect(longer.length).toBe(events.filter(({ name }) => name === 'download').length);
    expect(longer.length).toBeGreaterThan(0);
    expect(Math.max(...longer)).toBeLessThan(500);
    // The device's samples are at the command that is stored as realised, on every sample.
    const { voltageMv, missing } = assemble(sink.last);
    expect(missing).toBe(0);
    const command = sampleCommand(played, 50_000);
    expect(voltageMv).toHaveLength(Math.round(protocolDurationMs(played) * 50) + 1);
    const apart = command.map((millivolt, k) => Math.abs(millivolt - voltageMv[k]!));
    expect(Math.max(...apart)).toBeLessThan(0.51);
  });

  it('plays test pulses without end: what was played is downloaded again', async () => {
    const rig = await connected();
    await rig.setScope(true);
    // A reading needs ten sweeps, a download has seven.
    await until(() => (rig.status().scope?.reading?.number ?? 0) >= 3, 'the third reading');
    expect(rig.status().scope).toMatchObject({ running: true, problem: null });
    expect(rig.status().scope?.reading?.membrane?.membraneCapacitancePf).toBeCloseTo(60, -1);
  });

  it('stores in the session what it really played', async () => {
    const rig = await connected();
    const sink = new ThreadedRecorder({
      thread: RECORDER_THREAD,
      start: { rescueFolders: [] },
      onNotice: () => undefined,
      onMoved: () => undefined,
      onStored: () => undefined,
    });
    const { key, path } = await sink.open({ kind: 'new', folder: scratch, cellName: 'ePatch cell' });
    const begun = await rig.record({ sessionKey: key, protocol: SPLIT, spontaneousSeconds: 0.3, holdSeconds: 0.2, sink });
    expect(await begun.finished).toMatchObject({ status: 'complete', reason: null });
    await sink.close();
    const session = SessionFile.open(path);
    try {
      const [stored] = session.listRecordings();
      const { protocolRealised, protocolRequested, expectedSamples } = session.recordingMeta(1);
      expect(protocolRequested).toEqual(SPLIT);
      expect(protocolDurationMs(protocolRealised!)).toBeGreaterThan(protocolDurationMs(SPLIT) + 0.2);
      expect(stored).toMatchObject({ status: 'complete', lostSamples: 0, samples: expectedSamples });
      expect(expectedSamples).toBe(Math.round(protocolDurationMs(protocolRealised!) * 50) + 1);
      expect(session.verify(1)).toEqual([]);
      expect(session.recordingMeta(2)).toMatchObject({ kind: 'spontaneous', sampleRateHz: 50_000 });
      const { voltageMv } = session.readSamples(2);
      expect(Math.abs(voltageMv.at(-1)!)).toBeLessThan(10);
    } finally {
      session.close();
    }
  });

  it('stops after the running item, and aborts at once', async () => {
    const rig = await connected();
    const long = { ...longProtocol(1), segments: Array.from({ length: 12 }, (_, i) => step(i % 2 === 0 ? -60 : -90, 100)) };
    const sink = new MemorySink();
    const stopping = await rig.record({ sessionKey: 's', protocol: long, spontaneousSeconds: 0, holdSeconds: 0.1, sink });
    await until(() => (rig.status().recording?.elapsedMs ?? 0) > 130, 'samples');
    await rig.stop();
    expect((await stopping.finished).status).toBe('stopped');
    const { meta, blocks } = sink.last;
    const last = blocks.at(-1)!;
    expect(last.firstSample + last.voltageMv.length).toBeLessThan(meta.totalSamples);
    const aborting = await rig.record({ sessionKey: 's', protocol: long, spontaneousSeconds: 0, holdSeconds: 0.1, sink });
    await until(() => (rig.status().recording?.elapsedMs ?? 0) > 130, 'samples');
    const beganMs = performance.now();
    await rig.abort();
    // Some 50 ms; other work on this machine may make it longer.
    expect(performance.now() - beganMs).toBeLessThan(5000);
    expect(await aborting.finished).toMatchObject({ status: 'aborted', reason: expect.stringMatching(/has stopped/) });
    expect(rig.status().state).toBe('idle');
  });

  it('records on a bad line: what is lost is a gap, and nothing else is wrong', async () => {
    const faults = 'drop=0.004,corrupt=0.004,duplicate=0.02,garbage=0.02,deaf=0.03';
    const rig = await connected(['--faults', `${faults},seed=5`]);
    const { sink, outcome } = await run(rig);
    expect(outcome).toMatchObject({ status: 'complete', reason: null });
    const { voltageMv, missing } = assemble(sink.last);
    expect(sink.last.gaps.reduce((sum, { count }) => sum + count, 0)).toBe(missing);
    const command = sampleCommand(sink.last.meta.protocol!, 50_000);
    // A rest that ended in a loss is known within a frame; elsewhere the command is as stored.
    const wrong = command.filter((millivolt, k) => Math.abs(millivolt - voltageMv[k]!) > 1).length;
    expect(wrong).toBeLessThan(0.02 * command.length);
  });

  it('that dies interrupts the run', async () => {
    const rig = await connected(['--faults', 'dieAtSample=12000']);
    const { outcome } = await run(rig).catch((error: unknown) => ({ outcome: { status: 'refused', reason: (error as Error).message } }));
    expect(outcome.status).not.toBe('complete');
    expect(rig.status().state).toBe('fault');
  });

  it('refuses a protocol without stays to split at, before anything is played', async () => {
    const rig = await connected();
    const sink = new MemorySink();
    const protocol = { ...SPLIT, segments: Array.from({ length: 20 }, (_, i) => step(i, 10)) };
    const refused = rig.record({ sessionKey: 's', protocol, spontaneousSeconds: 0, holdSeconds: 0.2, sink });
    await expect(refused).rejects.toThrow(/takes 15 items a download/);
    expect(sink.recordings).toEqual([]);
    expect(rig.status().state).toBe('idle');
  });
});
