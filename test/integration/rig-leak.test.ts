import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_LEAK_PLAN, type LeakPlan } from '../../src/core/protocol/leak-sweeps.ts';
import type { Protocol, Segment } from '../../src/core/protocol/protocol.ts';
import { leakProblem, subtractLeak } from '../../src/core/trace/leak-subtraction.ts';
import type { Rig } from '../../src/main/rig/index.ts';
import { assemble, endAll, MemorySink, newRig, startEmulator } from './rig-harness.ts';

afterEach(endAll);

const step = (voltageMv: number, durationMs: number): Segment => ({ kind: 'step', voltageMv, durationMs });
const STEPS: Protocol = {
  id: 'steps',
  name: 'Steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    step(-80, 100),
    step(-120, 100),
    step(-80, 50),
    step(0, 100.04),
    { kind: 'ramp', startMv: 0, endMv: -80, durationMs: 100 },
    step(-80, 50),
  ],
};

async function recorded(rig: Rig, plan: LeakPlan, spontaneousSeconds = 0) {
  const sink = new MemorySink();
  const begun = await rig.record({ sessionKey: 's', protocol: STEPS, spontaneousSeconds, holdSeconds: 0.2, sink, leak: plan });
  const outcome = await begun.finished;
  const of = (role: string) => sink.recordings.find(({ meta }) => meta.leak?.role === role);
  const [main, train] = [of('protocol'), of('sub-sweeps')];
  if (main === undefined || train === undefined) throw new Error(`Expected a protocol and its sub-sweeps: ${outcome.reason}`);
  const mark = main.meta.leak!;
  expect(mark.run).toBe(train.meta.leak!.run);
  expect(leakProblem(main.meta.protocol!, train.meta.protocol!, mark)).toBeNull();
  const rawPa = assemble(main).currentPa;
  const { sampleRateHz } = main.meta;
  const currents = { sampleRateHz, protocolPa: rawPa, subSweepsPa: assemble(train).currentPa };
  return { sink, outcome, rawPa, train, sampleRateHz, ...subtractLeak(currents, main.meta.protocol!, plan, mark) };
}

const rms = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/** What the fast transients leave behind one sample of jitter is apart: the quiet parts of each step. */
function quiet(values: Float32Array, sampleRateHz: number): Float32Array {
  const edges = STEPS.segments.map((_, k) => STEPS.segments.slice(0, k).reduce((sum, { durationMs }) => sum + durationMs, 0));
  return values.filter((_, i) => edges.every((ms) => Math.abs((i * 1000) / sampleRateHz - ms) > 2));
}

describe('P/N on the simulated rig', () => {
  it('leaves of a passive cell the noise of its sweeps alone, with both raw recordings kept', async () => {
    const rig = newRig(['--cell', 'passive', '--noise-pa', '5', '--rm-mohm', '300']);
    await rig.connect({ kind: 'simulated', seed: 2 });
    const { sink, outcome, rawPa, currentPa, holdingPa, sampleRateHz } = await recorded(rig, USUAL_LEAK_PLAN);
    expect(outcome).toEqual({ status: 'complete', recordingIds: [1, 2], reason: null });
    expect(sink.recordings.map(({ meta, end }) => [meta.leak?.role, end])).toEqual([
      ['sub-sweeps', 'complete'],
      ['protocol', 'complete'],
    ]);
    // -80 mV over 300 MOhm, and steps of 40 and 80 mV.
    expect(rawPa[0]!).toBeCloseTo(-260, -2);
    expect(holdingPa).toBeCloseTo(-260, -2);
    expect(Math.max(...rawPa.map(Math.abs))).toBeGreaterThan(350);
    expect(rms(quiet(currentPa, sampleRateHz))).toBeLessThan(5 * Math.sqrt(5) * 1.3);
    expect(Math.max(...currentPa.map(Math.abs))).toBeLessThan(0.05 * Math.max(...rawPa.map(Math.abs)) + 60);
  });

  it('takes the leak and the transients off a living cell, and leaves its currents', async () => {
    const rig = newRig(['--noise-pa', '2']);
    await rig.connect({ kind: 'simulated', seed: 3 });
    const { sink, rawPa, currentPa, sampleRateHz } = await recorded(rig, { ...USUAL_LEAK_PLAN, sweeps: 8, when: 'after' }, 2);
    // Sub-sweeps come last: the free potential follows the clamp.
    expect(sink.recordings.map(({ meta }) => meta.leak?.role ?? meta.kind)).toEqual(['protocol', 'spontaneous', 'sub-sweeps']);
    const at = (ms: number): number => Math.round((ms * sampleRateHz) / 1000);
    const peak = (values: Float32Array, fromMs: number, toMs: number): number =>
      Math.max(...values.subarray(at(fromMs), at(toMs)).map(Math.abs));
    expect(peak(currentPa, 100, 103)).toBeLessThan(0.25 * peak(rawPa, 100, 103));
    // Sodium and calcium inward currents of the step to 0 mV.
    expect(Math.min(...currentPa.subarray(at(251), at(270)))).toBeLessThan(-200);
  });

  it('refuses sub-sweeps that leave the range of commands, in a sentence', async () => {
    const rig = newRig(['--cell', 'passive']);
    await rig.connect({ kind: 'simulated', seed: 2 });
    const sink = new MemorySink();
    const plan = { ...USUAL_LEAK_PLAN, sweeps: 2, holdingMv: -150 };
    const far = { ...STEPS, segments: [step(-80, 10), step(-190, 20)] };
    await expect(rig.record({ sessionKey: 's', protocol: far, spontaneousSeconds: 0, sink, leak: plan })).rejects.toThrow(
      /within \+-200 mV/,
    );
    expect(sink.recordings).toEqual([]);
    expect(rig.status().state).toBe('idle');
  });
});

describe('P/N on a simulated ePatch', () => {
  const connected = async (): Promise<Rig> => {
    const { address } = await startEmulator(3, ['--device', 'epatch', '--cell', 'passive', '--noise-pa', '2', '--model', 'EL04F']);
    const rig = newRig();
    await rig.connect({ kind: 'driver', driver: 'epatch', address: `EL04F@${address}` });
    return rig;
  };

  it('subtracts where protocol and sub-sweeps are one download each', async () => {
    const rig = await connected();
    const { rawPa, currentPa, sampleRateHz } = await recorded(rig, { ...USUAL_LEAK_PLAN, sweeps: 2 });
    expect(rms(quiet(currentPa, sampleRateHz))).toBeLessThan(2 * Math.sqrt(3) * 1.5);
    expect(Math.max(...rawPa.map(Math.abs))).toBeGreaterThan(30);
  });

  it('refuses what takes several downloads before anything is recorded', async () => {
    const rig = await connected();
    const sink = new MemorySink();
    const segments = [0, 1].flatMap(() => [...Array.from({ length: 11 }, (_, i) => step(-60 + 4 * i, 12)), step(-80, 20)]);
    const request = { sessionKey: 's', protocol: { ...STEPS, segments }, spontaneousSeconds: 0, holdSeconds: 0.2, sink };
    await expect(rig.record({ ...request, leak: USUAL_LEAK_PLAN })).rejects.toThrow(/Expected one download for P\/4, this device plays/);
    expect(sink.recordings).toEqual([]);
    expect(rig.status().state).toBe('idle');
  });
});
