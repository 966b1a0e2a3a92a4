import { describe, expect, it } from 'vitest';
import type { Twin } from '../twin/twin.ts';
import { madeUpTwin } from './export/made-up-twin.testing.ts';
import { twinToCsv } from './twin-csv.ts';
import { assertTwin, parseTwin, twinToJson } from './twin-json.ts';

const twin = madeUpTwin();
const parameter = twin.parameters[0]!;

/** As an earlier version wrote it. */
function ofVersion2({ notIdentifiable, parameters, ...rest }: Twin) {
  const inOldWords = parameters.map(({ informedBy, ...others }) => ({ ...others, toldBy: informedBy }));
  return { ...rest, schema: 'twinclamp.twin/2', parameters: inOldWords, dark: notIdentifiable };
}

describe('twin files', () => {
  it('come back as they were, whatever the order of keys', () => {
    const shuffled = Object.fromEntries(Object.entries(twin).reverse()) as unknown as Twin;
    expect(twinToJson(shuffled)).toBe(twinToJson(twin));
    expect(parseTwin(twinToJson(twin))).toEqual(twin);
  });

  it('of the first version come with the best fit as the mean and without an ensemble', () => {
    const { ensemble: _none, parameters, fit, ...others } = ofVersion2(twin);
    const { residualCorrelation: _white, residualAfterStepsPaPf: _after, ...firstFit } = fit;
    const rest = { ...others, fit: firstFit };
    const first = { ...rest, schema: 'twinclamp.twin/1', parameters: parameters.map(({ mean: _mean, ...parameter_ }) => parameter_) };
    const withoutThem = { ...twin, fit: { ...fit, residualCorrelation: null, residualAfterStepsPaPf: null } };
    expect(parseTwin(JSON.stringify(first))).toEqual(withoutThem);
    expect(parseTwin(JSON.stringify({ ...ofVersion2(twin), fit: firstFit }))).toEqual(withoutThem);
  });

  it('of the second version come in the words of the third', () => {
    expect(parseTwin(JSON.stringify(ofVersion2(twin)))).toEqual(twin);
    expect(() => assertTwin({ ...ofVersion2(twin), schema: 'twinclamp.twin/3' })).toThrow(/unknown field|expected/);
  });

  it('keep whether the cell was simulated and its temperature assumed', () => {
    const marked: Twin = { ...twin, simulated: true, temperatureSource: 'assumed' };
    expect(parseTwin(twinToJson(marked))).toEqual(marked);
    expect(twinToCsv(marked).split('\n')[1]).toContain(',simulated,37,assumed,');
    expect('simulated' in parseTwin(twinToJson(twin))).toBe(false);
    expect(() => assertTwin({ ...twin, simulated: 'no' })).toThrow(/twin\.simulated: expected true or false/);
    expect(() => assertTwin({ ...twin, temperatureSource: 'guessed' })).toThrow(/expected one of stated, assumed/);
  });

  it('call no parameter of a failed fit informed by data, whatever an older file says', () => {
    const failed = { ...twin, fit: { ...twin.fit, chi2PerSample: 726 } };
    expect(parseTwin(JSON.stringify(failed)).parameters.map(({ informedBy }) => informedBy)).toEqual(['nothing', 'nothing']);
    expect(twinToJson(failed)).not.toContain('"data"');
    expect(twinToCsv(failed)).not.toMatch(/,data,/);
  });

  it('without a cell model are of the first one', () => {
    const { cellModel: _model, ...provenance } = twin.provenance;
    expect(parseTwin(JSON.stringify({ ...ofVersion2(twin), provenance }))).toEqual(twin);
  });

  it.each([
    [
      { ...twin, provenance: { ...twin.provenance, cellModel: 'noble1962' } },
      /provenance\.cellModel: expected one of kernik2019, paci2018, got "noble1962"/,
    ],
    [{ ...twin, schema: 'other/2' }, /twin\.schema: expected "twinclamp\.twin\/3", got "other\/2"/],
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
    expect(lines[1]).toMatch(/^ina\.g_Na,INa,nS\/pF,9\.72,8\.748,0\.9,0\.02,0\.867,0\.933,data,unknown,37,unknown,"cell ""7"", dish 2",/);
    expect(lines[2]).toContain('"a,b"');
  });
});
