import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { NO_ARTEFACTS } from '../../core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../core/experiment/cell-history.ts';
import { sampleCommand, type Protocol, type Segment } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import { settingOf } from './clamp-setup.ts';
import { TwinMaker, type OtherClamp, type TwinRequest } from './twin-maker.ts';

const step = (voltageMv: number, durationMs: number): Segment => ({ kind: 'step', voltageMv, durationMs });
const protocol = (id: string, segments: Segment[]): Protocol => ({ id, name: id, source: 'test', holdingMv: -80, segments });
const PLATEAUS = protocol('plateaus', [step(-80, 60), step(10, 300), step(-50, 300), step(-80, 60)]);
const HYPERPOLARISED = protocol('hyperpolarised', [step(-80, 60), step(-120, 400), step(-40, 150), step(30, 150)]);
const RATE_HZ = 10_000;
const truth = valuesFromMultipliers(sampleMultipliers(createRandom(12), 3));
let maker: TwinMaker;

/** A recording of the one cell behind an electrode of its own. */
function clamp(of: Protocol, leakNsPf: number, seed: number): OtherClamp {
  const random = createRandom(seed);
  const conditions = { seriesResistanceMohm: 5, membraneCapacitancePf: 50, filterHz: 5000, temperatureC: 37 };
  const commandMv = sampleCommand(of, RATE_HZ);
  const silent = {
    sampleRateHz: RATE_HZ,
    commandMv,
    currentPaPf: new Float32Array(commandMv.length),
    protocol: of,
    conditions,
    simulated: true,
  };
  const artefacts = { ...NO_ARTEFACTS, rsCmMs: 0.25, leakNsPf };
  const current = maker.fullRate.of(
    settingOf(silent, 'rig').clamp,
    { values: truth, artefacts, history: NO_HISTORY },
    { capacitanceRatio: 1, offsetPaPf: 0 },
  );
  const recording = { ...silent, currentPaPf: current.map((value) => value + 0.2 * random.normal()) };
  return { recording, recordingName: of.id, recordingCrc32: seed };
}

const request = (first: OtherClamp, others: readonly OtherClamp[]): TwinRequest => ({
  ...first,
  others,
  cellName: 'cell',
  method: 'fit',
  seed: 1,
  mode: 'rig',
  createdAt: '2026-01-01T00:00:00.000Z',
  program: 'test',
});
const context = { predictor: null, networkProblem: null, backend: null, simulations: 1500 };

beforeAll(async () => {
  maker = new TwinMaker(await PopulationKernel.load(kernelBinary()));
});

test('two clamps of one cell: one posterior, narrower than that of either, each with its own seal', async () => {
  const [a, b] = [clamp(PLATEAUS, 0.01, 1), clamp(HYPERPOLARISED, 0.03, 2)];
  const sds = async (first: OtherClamp, others: readonly OtherClamp[]): Promise<number[]> =>
    (await maker.infer(request(first, others), context)).marginals.map(({ sd }) => sd);
  const ofA = await sds(a, []);
  const ofB = await sds(b, []);
  const { twin } = await maker.make(request(a, [b]), context);
  const both = twin.parameters.map(({ sd }) => sd);
  const width = (of: readonly number[]): number => of.reduce((sum, sd) => sum + Math.log(sd), 0) / of.length;
  expect(both).toHaveLength(DEFAULT_CELL.varied.length);
  expect(width(both)).toBeLessThan(Math.min(width(ofA), width(ofB)) - 0.1);
  expect(both.filter((sd, i) => sd < 1.05 * Math.min(ofA[i] ?? NaN, ofB[i] ?? NaN)).length).toBeGreaterThan(0.9 * both.length);
  expect(twin.fit.chi2PerSample).toBeLessThan(1.2);
  const valueOf = (id: string): number => twin.nuisance.find((item) => item.id === id)?.value ?? NaN;
  expect(valueOf('leakNsPf@2') / valueOf('leakNsPf')).toBeGreaterThan(1.5);
  expect(twin.nuisance.find(({ id }) => id === 'leakNsPf@2')?.label).toBe('Seal leak, clamp 2');
  expect(twin.evidence?.used.map(({ recording, kind }) => `${kind} ${recording}`)).toEqual(['clamp plateaus', 'clamp hyperpolarised']);
}, 120_000);

test('the errors of the grid of all clamps stand in the order of their records', () => {
  const [a, b] = [clamp(PLATEAUS, 0.01, 1), clamp(HYPERPOLARISED, 0.03, 2)].map(({ recording }) => settingOf(recording, 'rig').clamp);
  if (!a || !b) throw new Error('Two clamps were made.');
  const other = maker.model(b);
  const model = maker.model(a, [other]);
  const theta = new Float64Array(model.parameters.length);
  const alone = maker.model(a);
  const [first = []] = alone.simulate([new Float64Array(alone.parameters.length)]);
  const [second = []] = other.simulate([new Float64Array(other.parameters.length)]);
  expect(Array.from(model.simulate([theta])[0] ?? [])).toEqual([...first, ...second]);
  expect(model.gridError(theta)).toHaveLength(first.length + second.length);
  // The seal of the second alone moves the second record alone.
  theta[model.indexOf('leakNsPf@2')] = 1;
  const [moved = []] = model.simulate([theta]);
  expect(Array.from(moved.slice(0, first.length))).toEqual(Array.from(first));
  expect(Array.from(moved.slice(first.length))).not.toEqual(Array.from(second));
}, 30_000);
