import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import { binRecording } from '../../core/observation/observation-bins.ts';
import { sampleCommand, type Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { memberValues } from '../../core/twin/ensemble.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { kernelBinary, libraryProtocol } from '../../core/testing/files.testing.ts';
import { chooseBackend } from '../backend/index.ts';
import { ModelLibrary } from '../model-library.ts';
import { TwinMaker, type TwinContext, type TwinRequest } from './twin-maker.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const protocol = libraryProtocol('clark2022-rounded');
const truth = sampleMultipliers(createRandom(77), 3);
let maker: TwinMaker;
let context: TwinContext;
let recording: VoltageClampRecording;

beforeAll(async () => {
  const backend = await chooseBackend({ prefer: 'wasm', wasmDir: join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/') });
  const network = await new ModelLibrary(join(root, 'resources/models'), backend).forProtocol(protocol, 10_000);
  maker = new TwinMaker(await PopulationKernel.load(kernelBinary()));
  context = { predictor: network.predictor, networkProblem: network.problem, backend: backend.name };
  const random = createRandom(5);
  const { current } = simulateClamp(valuesFromMultipliers(truth), protocol, { holdS: 10, sampleRateHz: 10_000 });
  recording = {
    sampleRateHz: 10_000,
    commandMv: sampleCommand(protocol, 10_000),
    currentPaPf: current.map((value) => value + 0.3 * random.normal()),
    protocol,
    conditions: { seriesResistanceMohm: 0 },
    simulated: true,
  };
});

const request = (over: Partial<TwinRequest>): TwinRequest => ({
  recording,
  cellName: 'cell',
  recordingName: 'recording',
  recordingCrc32: 0,
  method: 'refined',
  seed: 1,
  mode: 'auto',
  createdAt: '2026-01-01T00:00:00.000Z',
  program: 'test',
  ...over,
});

describe('a cell of the reference engine, recorded with noise', () => {
  test('refined: the twin reaches the noise and its intervals hold the truth', async () => {
    const estimates: (TwinEstimate & { readonly afterFraction: number })[] = [];
    let fraction = 0;
    const { twin, twinCurrentPaPf } = await maker.make(request({}), {
      ...context,
      onProgress: (_stage, at) => (fraction = at),
      onEstimate: (estimate) => estimates.push({ ...estimate, afterFraction: fraction }),
    });
    expect(twin.fit.chi2PerSample).toBeLessThan(1.1);
    // The network's answer first, then every start as it converges, then the minimum that the ensemble is drawn around.
    const starts = estimates.length - 2;
    expect(starts).toBeGreaterThanOrEqual(2);
    expect(estimates.map((estimate) => `${estimate.source} ${estimate.starts}`)).toEqual([
      'network 0',
      ...Array.from({ length: starts }, (_, i) => `start ${i + 1}`),
      `search ${starts}`,
    ]);
    expect(estimates[0]?.chi2PerSample).toBeLessThan(1.3);
    expect(estimates.at(-1)?.chi2PerSample).toBeCloseTo(twin.fit.chi2PerSample, 6);
    // This cell rests.
    expect(estimates.at(-1)?.beat?.outcome).toBe(twin.beat.outcome);
    expect(estimates.at(-1)?.beat?.features.mdpMv).toBeCloseTo(twin.beat.features.mdpMv ?? NaN, 0);
    expect(estimates.at(-1)?.afterFraction).toBeLessThan(0.66);
    expect(twin.fit.noisePaPf).toBeCloseTo(0.3, 1);
    expect(twin.alarms).toEqual([]);
    const byData = twin.parameters.filter((p) => p.informedBy === 'data');
    expect(byData.length).toBeGreaterThan(20);
    const held = twin.parameters.filter((p, i) => (truth[i] ?? 0) >= p.interval90[0] && (truth[i] ?? 0) <= p.interval90[1]);
    expect(held.length / DEFAULT_CELL.varied.length).toBeGreaterThan(0.7);
    expect(twinCurrentPaPf).toHaveLength(recording.currentPaPf.length);
    expect(twin.notIdentifiable.join()).toMatch(/ks2|xK1/);
  }, 120_000);

  test('in a bath of its own: the twin and every member of its ensemble are in it, and fit better than in the published one', async () => {
    const values = valuesFromMultipliers(truth);
    values[DEFAULT_CELL.index('bath.K')] = 3;
    const random = createRandom(6);
    const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: 10_000 });
    const inBath = { ...recording, currentPaPf: current.map((value) => value + 0.3 * random.normal()) };
    const conditions = { ...recording.conditions, bathPotassiumMm: 3 };
    const { twin } = await maker.make(request({ method: 'network', recording: { ...inBath, conditions } }), context);
    const { twin: unstated } = await maker.make(request({ method: 'network', recording: inBath }), context);
    expect(twin.bathMm).toEqual({ potassium: 3 });
    expect(unstated).not.toHaveProperty('bathMm');
    expect(twin.fit.chi2PerSample).toBeLessThan(unstated.fit.chi2PerSample);
    expect(twinValues(twin)[DEFAULT_CELL.index('bath.K')]).toBe(3);
    const members = twin.ensemble?.members ?? [];
    expect(members).toHaveLength(24);
    for (const member of members) expect(memberValues(member, 37)[DEFAULT_CELL.index('bath.K')]).toBe(3);
    expect(twin.alarms.join(' ')).toMatch(/3 mM potassium outside; the network was trained in the published solution/);
    expect(unstated.alarms.join(' ')).not.toMatch(/outside;/);
  });

  test('network: two Gauss-Newton steps improve its answer, and its SDs are right', async () => {
    const onEstimate = vi.fn();
    const { twin } = await maker.make(request({ method: 'network' }), { ...context, onEstimate });
    expect(onEstimate.mock.calls).toEqual([
      [{ source: 'network', starts: 0, chi2PerSample: twin.fit.chi2PerSample, beat: expect.anything() }],
    ]);
    expect(twin.method).toBe('network');
    expect(twin.provenance.networkSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(twin.fit.iterations).toBe(2);
    const { twin: alone } = await maker.make(request({ method: 'network' }), { ...context, networkAlone: true });
    expect(alone.fit.iterations).toBe(0);
    expect(alone.fit.chi2PerSample).toBeGreaterThan(1.3);
    expect(twin.fit.chi2PerSample).toBeLessThan(1.1);
    const squares = ({ parameters }: Pick<typeof twin, 'parameters'>): number =>
      parameters.reduce((sum, { mean }, i) => sum + (mean - (truth[i] ?? NaN)) ** 2, 0);
    expect(squares(twin)).toBeLessThan(0.95 * squares(alone));
    const held = twin.parameters.filter((p, i) => (truth[i] ?? 0) >= p.interval90[0] && (truth[i] ?? 0) <= p.interval90[1]);
    expect(held.length / DEFAULT_CELL.varied.length).toBeGreaterThan(0.75);
    // Cells drawn from its answer with its SDs; there is no electrode and amplifier.
    const members = twin.ensemble?.members ?? [];
    expect(members).toHaveLength(24);
    const spread = DEFAULT_CELL.varied.map(
      (_, i) =>
        Math.sqrt(
          members.reduce((sum, { multipliers }) => sum + ((multipliers[i] ?? NaN) - (twin.parameters[i]?.mean ?? NaN)) ** 2, 0) /
            members.length,
        ) / (twin.parameters[i]?.sd ?? NaN),
    );
    expect(spread.reduce((sum, ratio) => sum + ratio, 0) / spread.length).toBeGreaterThan(0.75);
    expect(spread.reduce((sum, ratio) => sum + ratio, 0) / spread.length).toBeLessThan(1.15);
  }, 30_000);
});

describe('a recording with almost no noise', () => {
  const steps = [
    [200, -110],
    [20, -20],
    [100, -80],
    [80, 10],
    [7, -40],
    [200, -120],
  ] as const;
  const short: Protocol = {
    id: 'short',
    name: 'Short',
    source: 'test',
    holdingMv: -80,
    segments: steps.map(([durationMs, voltageMv]) => ({ kind: 'step', durationMs, voltageMv })),
  };

  test('is fitted with fine steps: the twin is nearer to it than the step error of the search', async () => {
    const { current } = simulateClamp(valuesFromMultipliers(truth), short, { holdS: 10, sampleRateHz: 10_000 });
    const of = { ...recording, protocol: short, commandMv: sampleCommand(short, 10_000), currentPaPf: current };
    const { model, theta, values, fit } = await maker.infer(request({ recording: of }), {
      predictor: null,
      networkProblem: null,
      backend: null,
    });
    const fine = binRecording(model.bins, simulateClamp(values, short, { holdS: 10, sampleRateHz: 10_000 }).current);
    const own = model.simulate([theta])[0] ?? new Float64Array();
    const observed = binRecording(model.bins, current);
    const squares = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, r) => sum + (value - (b[r] ?? NaN)) ** 2, 0);
    expect(fit.chi2PerSample).toBeLessThan(1.1);
    expect(squares(fine, observed)).toBeLessThan(0.2 ** 2 * squares(fine, own));
  }, 120_000);
});

describe('estimates during the search', () => {
  test('a cancelled search reports nothing afterwards', async () => {
    const abort = new AbortController();
    const reported: string[] = [];
    const stopped = maker.make(request({}), {
      ...context,
      signal: abort.signal,
      onEstimate: ({ source, starts }) => {
        reported.push(`${source} ${starts}`);
        if (source === 'start') abort.abort(new Error('The operator cancelled the job.'));
      },
    });
    await expect(stopped).rejects.toThrow(/cancelled/);
    expect(reported).toEqual(['network 0', 'start 1']);
  }, 60_000);
});

describe('recordings no twin may come from silently', () => {
  test('truncated: refused with both lengths', async () => {
    const cut = { ...recording, currentPaPf: recording.currentPaPf.slice(0, 60_000), commandMv: recording.commandMv.slice(0, 60_000) };
    await expect(maker.make(request({ recording: cut }), context)).rejects.toThrow(/truncated.*94552.*60000/);
  });

  test('mostly lost: refused with how many can be used', async () => {
    const broken = recording.currentPaPf.slice().fill(NaN, 0, 60_000);
    await expect(maker.make(request({ recording: { ...recording, currentPaPf: broken } }), context)).rejects.toThrow(
      /Only 34552 of 94552 samples can be used: 60000 lost/,
    );
  });

  test.each([
    [1000, 20_000, 21_000],
    [4000, 60_000, 64_000],
  ])(
    '%i lost samples are left out and counted',
    async (count, from, to) => {
      const holes = recording.currentPaPf.slice().fill(NaN, from, to);
      const { twin } = await maker.make(request({ recording: { ...recording, currentPaPf: holes }, method: 'network' }), context);
      expect(twin.recordingNotes?.join()).toMatch(new RegExp(`${count} lost`));
      expect(twin.fit.chi2PerSample).toBeLessThan(1.3);
    },
    30_000,
  );

  test.each([
    ['a step of 400 ms', [[20_000, 24_000]]],
    ['the first second', [[0, 10_000]]],
    [
      'three stretches of 500 ms',
      [
        [5_000, 10_000],
        [30_000, 35_000],
        [70_000, 75_000],
      ],
    ],
  ] as const)(
    '%s lost whole: the network is asked with what its own answer makes of it, and the twin reaches the noise',
    async (_, lost) => {
      const holes = recording.currentPaPf.slice();
      for (const [from, to] of lost) holes.fill(NaN, from, to);
      const { twin } = await maker.make(request({ recording: { ...recording, currentPaPf: holes }, method: 'network' }), context);
      expect(twin.fit.chi2PerSample).toBeLessThan(1.6);
      expect(twin.alarms.join()).not.toMatch(/exceeds the noise/);
    },
    30_000,
  );

  test('a step that was lost whole does not mislead the refinement', async () => {
    const holes = recording.currentPaPf.slice().fill(NaN, 20_000, 24_000);
    const { twin } = await maker.make(request({ recording: { ...recording, currentPaPf: holes } }), context);
    expect(twin.fit.chi2PerSample).toBeLessThan(1.1);
  }, 120_000);

  test('clipped: the twin carries the alarm', async () => {
    const clipped = recording.currentPaPf.map((value) => Math.max(-20, value));
    const { twin } = await maker.make(request({ recording: { ...recording, currentPaPf: clipped }, method: 'network' }), context);
    expect(twin.alarms.join()).toMatch(/saturated/);
  }, 30_000);

  test('spikes that no cell makes do not distort the fit, but raise an alarm', async () => {
    const spiky = recording.currentPaPf.map((value, k) => (k % 900 === 0 ? value + 60 : value));
    const { twin } = await maker.make(request({ recording: { ...recording, currentPaPf: spiky } }), context);
    expect(twin.fit.chi2PerSample).toBeGreaterThan(1.6);
    expect(twin.alarms.join()).toMatch(/cannot reach the noise/);
  }, 120_000);

  test('a protocol without a network: the network method reports it', async () => {
    const other = { predictor: null, networkProblem: 'There is no network for the protocol "x".', backend: null };
    await expect(maker.make(request({ method: 'network' }), other)).rejects.toThrow(/no network.*"fit"/);
  });

  test('another sampling rate is answered by the same network', async () => {
    const backend = await chooseBackend({ prefer: 'wasm', wasmDir: join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/') });
    const found = await new ModelLibrary(join(root, 'resources/models'), backend).forProtocol(protocol, 20_000);
    expect(found.predictor?.card?.id).toBe('clark2022-rounded-first');
  });
});
