import { describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { valuesFromMultipliers, valuesFromParams } from '../cell/cell-values.ts';
import { createRandom } from '../random/random.ts';
import { simulateClamp } from '../simulate/reference-clamp.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { boltzmannFit } from './boltzmann-fit.ts';
import { ivAnalysis } from './iv-analysis.ts';

const options = { holdS: 10, sampleRateHz: 10_000 };
const published = new Map<string, Float32Array>();

/** Analysis of the published cell with some conductances scaled. */
function analysed(id: string, multipliers: Record<string, number>, noise = 0) {
  const protocol = libraryProtocol(id);
  const reference =
    published.get(id) ??
    simulateClamp(valuesFromMultipliers(new Float64Array(DEFAULT_CELL.varied.length).fill(1)), protocol, options).current;
  published.set(id, reference);
  const random = createRandom(1);
  const current = simulateClamp(valuesFromParams({ multipliers }), protocol, options).current.map(
    (value) => value + noise * random.normal(),
  );
  const analysis = ivAnalysis({ protocol, sampleRateHz: 10_000, currentPaPf: current }, reference);
  const of = (parameter: string): number | null | undefined =>
    analysis.readings.find((reading) => reading.parameter === parameter)?.multiplier;
  return { analysis, of };
}

describe('the sodium current', () => {
  test.each(['family-ina', 'clark2022-rounded'])('a conductance of 0.8 is read within 0.02 on %s, with noise of 0.3 pA/pF', (id) => {
    const { of } = analysed(id, { 'ina.g_Na': 0.8 }, 0.3);
    expect(Math.abs((of('ina.g_Na') ?? NaN) - 0.8)).toBeLessThan(0.02);
  });

  test('half-activation is read from a family of steps only', () => {
    const { activation } = analysed('family-ina', {}).analysis;
    expect(activation?.halfMv).toBeGreaterThan(-50);
    expect(activation?.halfMv).toBeLessThan(-20);
    expect(activation?.slopeMv).toBeGreaterThan(2);
    expect(analysed('clark2022-rounded', {}).analysis.activation).toBeNull();
  });
});

test.each([
  ['ical.p_CaL', 'clark2022-rounded', 0.03],
  ['ikr.g_Kr', 'family-ikr', 0.12],
  ['iks.g_Ks', 'family-iks', 0.03],
  ['ifunny.g_f', 'family-if', 0.08],
  ['ik1.g_K1', 'clark2022-rounded', 0.05],
  ['ifunny.g_f', 'clark2022-rounded', 0.03],
])('%s of 0.8 is read on %s within %d', (parameter, id, tolerance) => {
  const { of } = analysed(id, { [parameter]: 0.8 });
  expect(Math.abs((of(parameter) ?? NaN) - 0.8)).toBeLessThan(tolerance);
});

test('a protocol without steps for a current gives no reading of it', () => {
  const { of, analysis } = analysed('family-ina', {});
  expect(of('iks.g_Ks')).toBeNull();
  expect(analysis.readings.find(({ current }) => current === 'IKs')?.steps).toBe(0);
});

describe('what the analysis does not measure is assumed as in the published cell', () => {
  test('another slope of inactivation is read as another conductance', () => {
    expect(analysed('clark2022-rounded', { 'ina.h6': 0.8 }).of('ina.g_Na')).toBeGreaterThan(1.2);
  });

  test('a current of the wrong sign gives no reading: no step of the designed protocol isolates ICaL, IKr or If', () => {
    const { analysis, of } = analysed('twinclamp-10s', {});
    expect(analysis.readings.find(({ current }) => current === 'If')?.published).toBeGreaterThan(0);
    expect([of('ifunny.g_f'), of('ical.p_CaL'), of('ikr.g_Kr')]).toEqual([null, null, null]);
  });
});

test('a recording of another length is refused with both lengths', () => {
  const protocol = libraryProtocol('family-ina');
  const recording = { protocol, sampleRateHz: 10_000, currentPaPf: new Float32Array(20_000) };
  expect(() => ivAnalysis(recording, new Float32Array(29_601))).toThrow(/recording has 20000 samples.*lasts 29601/);
  expect(() => ivAnalysis({ ...recording, currentPaPf: new Float32Array(29_601) }, new Float32Array(5))).toThrow(
    /published cell has 5 samples/,
  );
});

test('recovers a Boltzmann function; three voltages are too few', () => {
  const points = [-70, -50, -40, -30, -20, 0].map((v) => [v, 3 / (1 + Math.exp((-37 - v) / 6))] as const);
  const fit = boltzmannFit(points);
  expect(fit?.most).toBeCloseTo(3, 2);
  expect(fit?.halfMv).toBeCloseTo(-37, 1);
  expect(fit?.slopeMv).toBeCloseTo(6, 1);
  expect(boltzmannFit(points.slice(0, 3))).toBeNull();
});
