import type { RecordingEnd } from '../../src/main/rig/index.ts';
import { existsSync, lstatSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { parsePort } from '../../src/shared/rig/rig-port.ts';
import { assemble, endAll, MemorySink, newRig, SHORT_PROTOCOL, startEmulator } from './rig-harness.ts';

afterEach(endAll);

const onPty = process.platform !== 'win32';

describe('a whole run on the simulated rig', () => {
  it('connects, tests the membrane, records the protocol and the spontaneous potential', async () => {
    const rig = newRig();
    const states: string[] = [];
    rig.events.on('status', ({ state }) => states.push(state));
    const status = await rig.connect({ kind: 'simulated', seed: 3 });
    expect(status).toMatchObject({ state: 'idle', simulated: true, port: { kind: 'simulated', seed: 3 }, mode: 'VC', holdingMv: -80 });
    expect(status.device?.serial).toMatch(/^SIM-/);

    const sink = new MemorySink();
    const shown: number[] = [];
    rig.events.on('samples', ({ firstSample, recordingId, voltageMv }) => {
      if (firstSample < 0) return;
      // Recorder first: what is shown is already stored.
      const stored = sink.recordings[recordingId - 1]!.blocks.at(-1)!;
      expect(stored.firstSample).toBe(firstSample);
      shown.push(voltageMv.length);
    });
    const run = await rig.record({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 4, sink });
    expect(run.recordingId).toBe(1);
    expect(rig.status().recording).toMatchObject({ sessionKey: 's', recordingId: 1, protocolId: 'short' });
    expect(await run.finished).toEqual({ status: 'complete', recordingIds: [1, 2], reason: null });
    expect(rig.status()).toMatchObject({ state: 'idle', mode: 'VC', holdingMv: -80, lostSamples: 0 });
    expect(states).toContain('armed');
    expect(states).toContain('recording');

    const [clamped, free] = sink.recordings;
    expect([clamped?.end, free?.end]).toEqual(['complete', 'complete']);
    expect(clamped!.meta).toMatchObject({
      kind: 'voltage-clamp',
      requestedProtocol: SHORT_PROTOCOL,
      sampleRateHz: 10_000,
      holdSeconds: 10,
      holdFastForwarded: true,
      device: { simulated: true },
    });
    expect(clamped!.meta.conditions).toMatchObject({ compensationPercent: 80, predictionPercent: 80, temperatureC: 37 });
    const { voltageMv, currentPa, missing } = assemble(clamped!);
    expect(missing).toBe(0);
    expect(clamped!.gaps).toEqual([]);
    expect(shown.reduce((sum, count) => sum + count, 0)).toBe(clamped!.meta.totalSamples + free!.meta.totalSamples);

    // The device plays what it said it would: levels on its grid of 0.05 mV, edges on its grid of 0.02 ms.
    const realised = clamped!.meta.protocol!;
    expect(realised.segments[0]).toEqual({ kind: 'step', voltageMv: 6, durationMs: 200 });
    expect(realised.segments[1]).toEqual({ kind: 'ramp', startMv: -20, endMv: -100.5, durationMs: 150.04 });
    const command = sampleCommand(realised, 10_000);
    expect(voltageMv.length).toBe(command.length);
    const worst = Math.max(...command.map((millivolt, k) => Math.abs(millivolt - voltageMv[k]!)));
    expect(worst).toBeLessThanOrEqual(0.0051);
    expect(voltageMv[0]).toBeCloseTo(-80, 3);
    // Calcium current on the step to +6 mV: inward, hundreds of pA.
    expect(Math.min(...currentPa.subarray(0, 500))).toBeLessThan(-200);

    const beats = assemble(free!);
    expect(free!.meta).toMatchObject({ kind: 'spontaneous', mode: 'I0', protocol: null, compensation: null });
    expect(beats.missing).toBe(0);
    expect(Math.max(...beats.voltageMv)).toBeGreaterThan(0);
    expect(Math.min(...beats.voltageMv)).toBeLessThan(-50);
  });

  it('is clamped again when the free recording was complete and only its storage failed', async () => {
    class Forgetful extends MemorySink {
      override end(status: RecordingEnd): RecordingEnd {
        super.end(status);
        return this.recordings.length === 2 ? 'interrupted' : status;
      }
    }
    const rig = newRig();
    await rig.connect({ kind: 'simulated', seed: 3 });
    const run = await rig.record({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 1, sink: new Forgetful() });
    expect(await run.finished).toMatchObject({ status: 'interrupted', reason: expect.stringContaining('could be read back') as string });
    expect(rig.status()).toMatchObject({ mode: 'VC', holdingMv: -80 });
  });

  it('measures the membrane of its model cell within 5 %', async () => {
    const rig = newRig(['--cell', 'passive', '--noise-pa', '10']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const result = await rig.membraneTest();
    expect(Math.abs(result.seriesResistanceMohm / 20 - 1)).toBeLessThan(0.05);
    expect(Math.abs(result.membraneCapacitancePf / 60 - 1)).toBeLessThan(0.05);
    expect(Math.abs(result.membraneResistanceMohm / 1000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(result.noisePa / 10 - 1)).toBeLessThan(0.1);
    expect(rig.status()).toMatchObject({ state: 'idle', membraneTest: result });
  });

  it('holds in real time where it may not fast-forward, and shows the hold', async () => {
    const rig = newRig(['--cell', 'passive']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    let heldSamples = 0;
    rig.events.on('samples', ({ firstSample, voltageMv }) => {
      if (firstSample < 0) heldSamples += voltageMv.length;
    });
    const run = await rig.record({
      sessionKey: 's',
      protocol: SHORT_PROTOCOL,
      spontaneousSeconds: 0,
      sink,
      holdSeconds: 0.7,
      fastForwardHold: false,
      sampleRateHz: 20_000,
    });
    expect((await run.finished).status).toBe('complete');
    expect(heldSamples).toBe(14_000);
    expect(sink.last.meta).toMatchObject({ holdFastForwarded: false, sampleRateHz: 20_000 });
    expect(assemble(sink.last).missing).toBe(0);
  });

  it('keeps pace at 50 kHz', async () => {
    const rig = newRig(['--cell', 'passive']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 0, sink, sampleRateHz: 50_000 });
    expect((await run.finished).status).toBe('complete');
    expect(assemble(sink.last).missing).toBe(sink.last.gaps.reduce((sum, gap) => sum + gap.count, 0));
  });

  it('is the same cell for the same seed and another for another', async () => {
    const traces: Float32Array[] = [];
    for (const seed of [5, 5, 6]) {
      const rig = newRig(['--noise-pa', '0']);
      await rig.connect({ kind: 'simulated', seed });
      const sink = new MemorySink();
      const run = await rig.record({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 0, sink });
      await run.finished;
      traces.push(assemble(sink.last).currentPa);
      await rig.disconnect();
    }
    const [first, again, other] = traces as [Float32Array, Float32Array, Float32Array];
    const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    const apart = (trace: Float32Array): number => norm(first.map((value, k) => value - trace[k]!)) / norm(first);
    // Not equal to the last digit: how long the cell waited clamped before the run is real time.
    expect(apart(again)).toBeLessThan(0.03);
    expect(apart(other)).toBeGreaterThan(0.1);
  });

  it('answers over loopback TCP where there is no pseudo-terminal', async () => {
    const emulator = await startEmulator(1, ['--transport', 'tcp', '--cell', 'passive']);
    expect(emulator.address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    const rig = newRig();
    await rig.connect(parsePort(emulator.address));
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 0, sink });
    expect((await run.finished).status).toBe('complete');
    expect(assemble(sink.last).missing).toBe(0);
  });

  it.runIf(onPty)('is reached through the link it was asked to make, again after a disconnect, and takes it away', async () => {
    const link = join(mkdtempSync(join(tmpdir(), 'twinclamp-rig-')), 'rig');
    const emulator = await startEmulator(1, ['--path', link, '--cell', 'passive']);
    expect(emulator.address).toBe(link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    const rig = newRig();
    for (let i = 0; i < 2; i++) {
      expect((await rig.connect(parsePort(link))).state).toBe('idle');
      await rig.membraneTest();
      expect((await rig.disconnect()).state).toBe('disconnected');
    }
    await emulator.kill();
    expect(existsSync(link)).toBe(false);
  });
});
