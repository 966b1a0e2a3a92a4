import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Posterior } from './infer-posterior.ts';
import { twinAlarms, type AlarmContext } from './twin-alarms.ts';

const fit = {
  nrmsePercent: 0.2,
  residualRmsPaPf: 0.3,
  noisePaPf: 0.3,
  chi2PerSample: 1,
  residualCorrelation: { lag1: 0.01, chance: 0.04 },
  residualAfterStepsPaPf: 0.3,
  iterations: 9,
};
const recording = {
  currentPaPf: Float32Array.from([0, 1, 2]),
  sampleRateHz: 10_000,
  conditions: { temperatureC: 36 },
} as VoltageClampRecording;
const context: AlarmContext = {
  method: 'refined',
  hasNetwork: true,
  networkProblem: null,
  networkTemperatureC: [37, 37],
  features: 1000,
  foreignNetwork: false,
  simulations: null,
};
const posterior = (over: { theta?: Float64Array; temperatureC?: number; unlikeFeatures?: number } = {}): Posterior =>
  ({
    model: { parameters: [...DEFAULT_CELL.varied, { id: 'offsetMv' }] },
    theta: over.theta ?? new Float64Array(DEFAULT_CELL.varied.length + 1),
    setup: { temperatureC: over.temperatureC ?? 37 },
    unlikeFeatures: over.unlikeFeatures ?? 0,
    result: {},
  }) as unknown as Posterior;

test('a good fit raises no alarm', () => {
  expect(twinAlarms(recording, posterior(), fit, context)).toEqual([]);
});

test('a residual far below the noise may be correlated', () => {
  expect(
    twinAlarms(recording, posterior(), { ...fit, chi2PerSample: 0.1, residualCorrelation: { lag1: 0.9, chance: 0.04 } }, context),
  ).toEqual([]);
});

test.each([
  ['a current unlike the population', posterior({ unlikeFeatures: 40 }), fit, context, /unlike anything.*40 of 1000/],
  [
    'a fit that leaves more than noise',
    posterior(),
    { ...fit, chi2PerSample: 2.6 },
    context,
    /cannot reach the noise.*2\.60.*Not stated: series resistance, filter/,
  ],
  [
    'a correlated residual',
    posterior(),
    { ...fit, chi2PerSample: 1.3, residualCorrelation: { lag1: 0.5, chance: 0.04 } },
    context,
    /not noise.*0\.50.*0\.04/,
  ],
  [
    'cells without the recorded phenotype',
    { ...posterior(), drawn: { all: 96, alike: 3, chosen: false } },
    fit,
    context,
    /Of 96 cells.* 3 do what the cell did/,
  ],
  [
    'a network answer above the noise after two steps',
    { ...posterior(), result: null },
    { ...fit, chi2PerSample: 2.6 },
    { ...context, method: 'network' },
    /residual of the network's twin exceeds.*2\.60.*refine/,
  ],
  [
    'a search that was ended early',
    { ...posterior(), simulations: 130 },
    fit,
    { ...context, simulations: 100 },
    /ended after 100 simulations, before it had converged/,
  ],
  [
    'a parameter at the edge',
    posterior({ theta: new Float64Array(DEFAULT_CELL.varied.length).fill(0).fill(3.4, 32, 33) }),
    fit,
    context,
    /edge.*INa g_Na/,
  ],
  [
    'a rig at the edge',
    posterior({ theta: new Float64Array(DEFAULT_CELL.varied.length + 1).fill(-3.8, DEFAULT_CELL.varied.length) }),
    fit,
    context,
    /edge of the prior: voltage offset \(mV\)/,
  ],
  ['another temperature than the network knows', posterior({ temperatureC: 25 }), fit, context, /25 degC.*trained at 37/],
  [
    'no network',
    posterior(),
    fit,
    { ...context, hasNetwork: false, networkProblem: 'There is no network for "x".' },
    /no network for "x".*population mean/,
  ],
  [
    'a network of simulated cells asked of a living one',
    { ...posterior(), result: null },
    fit,
    { ...context, method: 'network', foreignNetwork: true },
    /trained on simulated cells.*living.*Refine/,
  ],
] as const)('an alarm for %s', (_what, posterior_, fit_, context_, sentence) => {
  expect(twinAlarms(recording, posterior_, fit_, context_).join()).toMatch(sentence);
});

test('no alarm for a search that converged within its budget', () => {
  expect(twinAlarms(recording, { ...posterior(), simulations: 80 }, fit, { ...context, simulations: 100 })).toEqual([]);
});

test('no alarm for a temperature within the range of the network', () => {
  expect(twinAlarms(recording, posterior({ temperatureC: 25 }), fit, { ...context, networkTemperatureC: [20, 40] })).toEqual([]);
});

test('a search from the wide prior does not rest on a network of simulated cells', () => {
  expect(twinAlarms(recording, posterior({ unlikeFeatures: 40, temperatureC: 25 }), fit, { ...context, foreignNetwork: true })).toEqual([]);
});

test('an unknown temperature of a living cell is never assumed without a word', () => {
  const unknown = { ...recording, conditions: {} };
  expect(twinAlarms(unknown, posterior(), fit, context).join()).toMatch(/not stated, and 37 °C were assumed.*State it/);
  expect(twinAlarms({ ...unknown, simulated: true }, posterior(), fit, context)).toEqual([]);
});
