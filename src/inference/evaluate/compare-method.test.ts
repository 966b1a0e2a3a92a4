import { beforeAll, describe, expect, test } from 'vitest';
import { valuesFromMultipliers, valuesFromParams } from '../../core/cell/cell-values.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import { sampleCommand, type Protocol, type Segment } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { TwinMaker } from '../twin/twin-maker.ts';
import { compareMethod } from './compare-method.ts';

const step = (durationMs: number, voltageMv: number): Segment => ({ kind: 'step', durationMs, voltageMv });
const ramp: Segment = { kind: 'ramp', startMv: -80, endMv: 40, durationMs: 300 };
const protocolOf = (id: string, segments: Segment[]): Protocol => ({ id, name: id, source: 'test', holdingMv: -80, segments });
const STEPS = protocolOf('Short steps', [step(300, -110), step(20, -20), step(200, -80), step(120, 10), step(7, -40), step(300, -120)]);
const truth = sampleMultipliers(createRandom(21), 0);
let maker: TwinMaker;

beforeAll(async () => {
  maker = new TwinMaker(await PopulationKernel.load(kernelBinary()));
});

function recorded(protocol: Protocol): VoltageClampRecording {
  const random = createRandom(4);
  const { current } = simulateClamp(valuesFromMultipliers(truth), protocol, { holdS: 10, sampleRateHz: 10_000 });
  return {
    sampleRateHz: 10_000,
    commandMv: sampleCommand(protocol, 10_000),
    currentPaPf: current.map((value) => value + 0.3 * random.normal()),
    protocol,
    conditions: { seriesResistanceMohm: 0 },
  };
}
const compare = (
  method: 'genetic' | 'iv',
  over: Partial<Parameters<typeof compareMethod>[1]> = {},
  context: Parameters<typeof compareMethod>[2] = {},
) => compareMethod(maker, { recording: recorded(STEPS), method, mode: 'ideal', seed: 1, simulations: 600, ...over }, context);

describe('methods that make no twin', () => {
  test('the genetic algorithm explains the current better the longer it searches, and reports its progress', async () => {
    const reported: number[] = [];
    const short = await compare('genetic', { simulations: 100 });
    const long = await compare('genetic', {}, { onProgress: (fraction) => reported.push(fraction) });
    if (short.kind !== 'answer' || long.kind !== 'answer') throw new Error('Expected answers.');
    expect(long.chi2PerSample).toBeLessThan(short.chi2PerSample);
    expect(long.nrmsePercent).toBeLessThan(short.nrmsePercent);
    expect(long).toMatchObject({ informed: null, beatWithLeak: null, note: expect.stringMatching(/600 simulated cells/) });
    expect(long.beat.voltageMv.length).toBeGreaterThan(1000);
    expect(reported.length).toBeGreaterThan(5);
    expect(reported).toEqual([...reported].sort((a, b) => a - b));
    expect(reported.at(-1)).toBe(0.9);
  }, 60_000);

  test('behind an electrode its cell also beats with the seal leak', async () => {
    const answer = await compare('genetic', {
      mode: 'rig',
      simulations: 100,
      recording: { ...recorded(STEPS), conditions: { seriesResistanceMohm: 10, membraneCapacitancePf: 50, filterHz: 5000 } },
    });
    expect(answer).toMatchObject({ kind: 'answer', beatWithLeak: { outcome: expect.any(String) } });
  }, 60_000);

  test('I-V analysis names the conductances it read, and fits worse than any search', async () => {
    const iv = await compare('iv');
    const genetic = await compare('genetic');
    if (iv.kind !== 'answer' || genetic.kind !== 'answer') throw new Error('Expected answers.');
    expect(iv.informed).toBe(4);
    expect(iv.note).toMatch(/read: INa, ICaL, IK1, If\. Not read: IKr, IKs\./);
    expect(iv.chi2PerSample).toBeGreaterThan(genetic.chi2PerSample);
  }, 60_000);

  test('I-V analysis of ramps reports that there is nothing to read', async () => {
    const answer = await compare('iv', { recording: recorded(protocolOf('Ramps', [ramp, { ...ramp, startMv: 40, endMv: -80 }])) });
    expect(answer).toEqual({
      kind: 'not-applicable',
      reason: expect.stringMatching(/No step of "Ramps" isolates one of the six currents/),
    });
  });

  test('samples after the protocol are left out of the reading', async () => {
    const whole = recorded(STEPS);
    const longer = {
      ...whole,
      currentPaPf: Float32Array.of(...whole.currentPaPf, 0, 0),
      commandMv: Float32Array.of(...whole.commandMv, -80, -80),
    };
    expect(await compare('iv', { recording: longer })).toMatchObject({ kind: 'answer', informed: 4 });
  });

  test('the published cell has the temperature of the recording', async () => {
    const currentPaPf = simulateClamp(valuesFromParams({ multipliers: {}, temperatureC: 30 }), STEPS, {
      holdS: 10,
      sampleRateHz: 10_000,
    }).current;
    const at = (temperatureC: number) =>
      compare('iv', { recording: { ...recorded(STEPS), currentPaPf, conditions: { seriesResistanceMohm: 0, temperatureC } } });
    const [right, wrong] = [await at(30), await at(37)];
    if (right.kind !== 'answer' || wrong.kind !== 'answer') throw new Error('Expected answers.');
    expect(right.nrmsePercent).toBeLessThan(0.5);
    expect(wrong.nrmsePercent).toBeGreaterThan(5 * right.nrmsePercent);
  });

  test('refuses an unusable recording, and a cancelled search ends', async () => {
    const whole = recorded(STEPS);
    await expect(
      compare('iv', { recording: { ...whole, currentPaPf: whole.currentPaPf.slice(0, 100), commandMv: whole.commandMv.slice(0, 100) } }),
    ).rejects.toThrow(/truncated/);
    const abort = new AbortController();
    const stopped = compare('genetic', {}, { signal: abort.signal, onProgress: () => abort.abort(new Error('The job was cancelled.')) });
    await expect(stopped).rejects.toThrow(/cancelled/);
  });
});
