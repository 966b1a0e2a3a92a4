import { describe, expect, it } from 'vitest';
import type { Twin } from '../twin/twin.ts';
import { twinToCsv } from './twin-csv.ts';
import { assertTwin, parseTwin, twinToJson } from './twin-json.ts';

const parameter = {
  id: 'ina.g_Na',
  current: 'INa',
  unit: 'nS/pF',
  baseline: 9.72,
  value: 8.748,
  multiplier: 0.9, mean: 0.9,
  sd: 0.02,
  interval90: [0.867, 0.933] as const,
  toldBy: 'data' as const,
};
const twin: Twin = {
  schema: 'twinclamp.twin/2',
  createdAt: '2026-01-02T03:04:05Z',
  cellName: 'cell "7", dish 2',
  method: 'network',
  temperatureC: 37,
  protocolId: 'clark2022-rounded',
  parameters: [parameter, { ...parameter, id: 'ikr.g_Kr', unit: 'a,b' }],
  clamp: { mode: 'rig', filterHz: 5000 },
  nuisance: [{ id: 'rsCmMs', label: 'Rs x Cm', unit: 'ms', value: 0.1, sd: 0.01 }],
  fit: { nrmsePercent: 1.2, residualRmsPaPf: 0.3, noisePaPf: 0.2, chi2PerSample: 1.1, residualCorrelation: { lag1: 0.03, chance: 0.04 }, residualAfterStepsPaPf: 0.25, iterations: 3 },
  beatWithLeak: null,
  beat: {
    outcome: 'quiescent',
    features: { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: -70, peakMv: null, dvdtMaxVs: null },
    dtMs: 1,
    voltageMv: [-70, -70],
  },
  ensemble: null,
  dark: [],
  alarms: ['too noisy'],
  provenance: {
    cellModel: 'kernik2019',
    program: 'TwinClamp 0.1.0',
    model: 'Kernik 2019',
    network: null,
    networkSha256: null,
    backend: null,
    recording: 'r',
    recordingCrc32: 4294967295,
    priorSd: 0.231,
    seed: 1,
  },
};

describe('twin files', () => {
  it('come back as they were, whatever the order of keys', () => {
    const shuffled = Object.fromEntries(Object.entries(twin).reverse()) as unknown as Twin;
    expect(twinToJson(shuffled)).toBe(twinToJson(twin));
    expect(parseTwin(twinToJson(twin))).toEqual(twin);
  });

  it('of the first version come with the best fit as the mean and without an ensemble', () => {
    const { ensemble: _none, parameters, fit, ...others } = twin;
    const { residualCorrelation: _white, residualAfterStepsPaPf: _after, ...firstFit } = fit;
    const rest = { ...others, fit: firstFit };
    const first = { ...rest, schema: 'twinclamp.twin/1', parameters: parameters.map(({ mean: _mean, ...parameter_ }) => parameter_) };
    const untold = { ...twin, fit: { ...fit, residualCorrelation: null, residualAfterStepsPaPf: null } };
    expect(parseTwin(JSON.stringify(first))).toEqual(untold);
    expect(parseTwin(JSON.stringify({ ...twin, fit: firstFit }))).toEqual(untold);
  });

  it('say whether the cell was simulated and its temperature assumed, where they say it', () => {
    const told: Twin = { ...twin, simulated: true, temperatureSource: 'assumed' };
    expect(parseTwin(twinToJson(told))).toEqual(told);
    expect(twinToCsv(told).split('\n')[1]).toMatch(/,simulated,37,assumed$/);
    expect('simulated' in parseTwin(twinToJson(twin))).toBe(false);
    expect(() => assertTwin({ ...twin, simulated: 'no' })).toThrow(/twin\.simulated: expected true or false/);
    expect(() => assertTwin({ ...twin, temperatureSource: 'guessed' })).toThrow(/expected one of stated, assumed/);
  });

  it('call no parameter of a failed fit informed by data, whatever an older file says', () => {
    const failed = { ...twin, fit: { ...twin.fit, chi2PerSample: 726 } };
    expect(parseTwin(JSON.stringify(failed)).parameters.map(({ toldBy }) => toldBy)).toEqual(['nothing', 'nothing']);
    expect(twinToJson(failed)).not.toContain('"data"');
    expect(twinToCsv(failed)).not.toMatch(/,data,/);
  });

  it('of before there was a second cell model are of the first', () => {
    const { cellModel: _model, ...provenance } = twin.provenance;
    expect(parseTwin(JSON.stringify({ ...twin, provenance }))).toEqual(twin);
  });

  it.each([
    [{ ...twin, provenance: { ...twin.provenance, cellModel: 'noble1962' } }, /provenance\.cellModel: expected one of kernik2019, paci2018, got "noble1962"/],
    [{ ...twin, schema: 'other/2' }, /twin\.schema: expected "twinclamp\.twin\/2", got "other\/2"/],
    [{ ...twin, parameters: [{ ...parameter, value: NaN }] }, /twin\.parameters\[0\]\.value: expected a finite number, got NaN/],
    [{ ...twin, parameters: [parameter, parameter] }, /"ina\.g_Na" is there twice/],
    [{ ...twin, temperature: 37 }, /unknown field "temperature"/],
    [{ ...twin, beat: undefined }, /twin\.beat: expected an object, got nothing/],
    [{ ...twin, parameters: [{ ...parameter, interval90: [1] }] }, /interval90: expected 2 entries/],
  ])('are refused when damaged (%#)', (damaged, message) => {
    expect(() => assertTwin(damaged)).toThrow(message);
  });

  it('are refused when cut off', () => {
    expect(() => parseTwin(twinToJson(twin).slice(0, 200), 'a.json')).toThrow(/a\.json is not JSON/);
  });

  it('go to CSV with quoted text', () => {
    const lines = twinToCsv(twin).split('\n');
    expect(lines[0]).toMatch(/^id,current,unit,baseline,value,multiplier/);
    expect(lines[1]).toBe('ina.g_Na,INa,nS/pF,9.72,8.748,0.9,0.02,0.867,0.933,data,unknown,37,unknown');
    expect(lines[2]).toContain('"a,b"');
  });
});
