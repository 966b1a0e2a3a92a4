import { describe, expect, test } from 'vitest';
import { KERNIK2019 } from '../cell/kernik2019/index.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { analyseBeats } from '../beat/beats.ts';
import { HAS_SHARED, fixture, libraryProtocol, rmsPercent, sharedFloats } from '../testing/files.testing.ts';
import { simulateClamp } from './reference-clamp.ts';
import { simulateFree } from './reference-free.ts';

const CURRENTS = KERNIK2019.currents;
const protocol = libraryProtocol('clark2022-rounded');
/** Reference column of each current. */
const column = (name: string): string => `I_${name.slice(1)}`;
const every = <T>(trace: ArrayLike<T>, step: number): T[] =>
  Array.from({ length: Math.ceil(trace.length / step) }, (_, i) => trace[i * step] as T);

describe('voltage clamp of the baseline cell', () => {
  const clamp = simulateClamp(DEFAULT_CELL.baseline(), protocol, { holdS: 10, sampleRateHz: 10_000, currents: CURRENTS });
  const reference = fixture('reference-vc.json') as Record<string, number[]>;

  test('total current follows the stiff solver within 0.02 % of its range', () => {
    expect(rmsPercent(every(clamp.current, 20), reference['Itot'] ?? [])).toBeLessThan(0.02);
  });

  test.each(CURRENTS)('%s follows the stiff solver within 0.1 % of its range', (name) => {
    expect(rmsPercent(every(clamp.currents[name] ?? [], 20), reference[column(name)] ?? [])).toBeLessThan(0.1);
  });

  test('through 4 MOhm and 1 nS leak the record follows the stiff solver', () => {
    const values = DEFAULT_CELL.baseline();
    values[KERNIK2019.index('leak.g')] = 1 / 60;
    const record = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: 10_000, rsCmMs: 0.24 });
    const rs = fixture('reference-vcrs.json') as { Imeas: number[] };
    expect(rmsPercent(every(record.current, 5), rs.Imeas)).toBeLessThan(0.05);
  });

  test.skipIf(!HAS_SHARED)('every sample and current of ../shared/model/reference/vc_base', () => {
    const data = sharedFloats('model/reference/vc_base.f32');
    const width = 43;
    const rows = data.length / width;
    const at = (index: number): Float32Array => Float32Array.from({ length: rows }, (_, i) => data[i * width + index] ?? NaN);
    expect(rmsPercent(clamp.current, at(4))).toBeLessThan(0.02);
    CURRENTS.forEach((name, i) => expect(rmsPercent(clamp.currents[name] ?? [], at(5 + i)), name).toBeLessThan(0.1));
  });
});

describe('free-running baseline cell', () => {
  test('beats like the stiff solver: cycle length 0.1 %, APD90 0.2 %, MDP 0.05 mV', () => {
    const reference = fixture('reference-ap.json') as { V_mV: number[] };
    const expected = analyseBeats(reference.V_mV, 1).features;
    const own = analyseBeats(simulateFree(DEFAULT_CELL.baseline(), { settleS: 0, seconds: 3, outputDtMs: 1 }).voltageMv, 1).features;
    const offPercent = (a: number | null, b: number | null): number => (100 * Math.abs((a ?? NaN) - (b ?? NaN))) / (b ?? NaN);
    expect(offPercent(own.cycleLengthMs, expected.cycleLengthMs)).toBeLessThan(0.1);
    expect(offPercent(own.apd90Ms, expected.apd90Ms)).toBeLessThan(0.2);
    expect(Math.abs((own.mdpMv ?? NaN) - (expected.mdpMv ?? NaN))).toBeLessThan(0.05);
  });

  test('a cell without its inward currents rests', () => {
    const values = DEFAULT_CELL.baseline();
    for (const id of ['ifunny.g_f', 'ical.p_CaL', 'ina.g_Na', 'scale.ICaT', 'scale.IbNa', 'scale.IbCa'])
      values[DEFAULT_CELL.find(id) ?? -1] = 0;
    const { voltageMv } = simulateFree(values, { settleS: 2, seconds: 5, outputDtMs: 1 });
    expect(analyseBeats(voltageMv, 1).outcome).toBe('quiescent');
  });
});
