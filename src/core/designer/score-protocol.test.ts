import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { RIG_PARAMETERS } from '../experiment/rig-parameters.ts';
import { createRandom } from '../random/random.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { simulateClamp } from '../simulate/reference-clamp.ts';
import { HAS_SHARED, kernelBinary, libraryProtocol, SHARED } from '../testing/files.testing.ts';
import { fisherInformation, posteriorBound, r2Bounds } from './information.ts';
import { LiveScorer } from './live-score.ts';
import { combineScores, scoreCell, type CellScore } from './score-protocol.ts';
import { rigOfCell } from './rig-of-cell.ts';
import { IDEAL_CLAMP, RANGE_OF_RIGS, ROBUST_CLAMP, type ScoreSettings } from './score-settings.ts';
import { NUISANCE_PARAMETERS } from './nuisance.ts';
import { FINE, SensitivityEngine } from './sensitivity-engine.ts';

const short: Protocol = {
  id: 'short',
  name: 'Short',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -20, durationMs: 60 },
    { kind: 'ramp', startMv: 40, endMv: -60, durationMs: 120 },
    { kind: 'step', voltageMv: -110, durationMs: 150 },
    { kind: 'step', voltageMv: -35, durationMs: 12 },
    { kind: 'step', voltageMv: 10, durationMs: 80 },
  ],
};
const multipliers = sampleMultipliers(createRandom(5), 3);
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

function boundsOf(settings: ScoreSettings, protocol: Protocol, cell = multipliers): Float64Array {
  const engine = new SensitivityEngine(kernel, settings, FINE);
  return scoreCell(engine, protocol, engine.hold(cell, protocol.holdingMv)).r2;
}
const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('score of a protocol', () => {
  it('gives the same bounds as every sample of the float64 engine', () => {
    const step = 0.004;
    const grid = { dtMin: 0.005, growth: 1.1, dtMax: 1, rampStepMv: 0.25 };
    const record = (values: Float64Array): Float32Array =>
      simulateClamp(valuesFromMultipliers(values), short, { holdS: 10, sampleRateHz: 10_000, grid }).current;
    const columns = Array.from({ length: DEFAULT_CELL.varied.length }, (_, i) => {
      const [up, down] = [1, -1].map((sign) => {
        const moved = multipliers.slice();
        moved[i] = (moved[i] ?? NaN) + sign * step;
        return record(moved);
      });
      return Float64Array.from(up ?? [], (value, k) => (k === 0 ? 0 : (value - (down?.[k] ?? NaN)) / (2 * step * IDEAL_CLAMP.noisePaPf)));
    });
    const priorSd = new Float64Array(DEFAULT_CELL.varied.length).fill(IDEAL_CLAMP.priorSd);
    const expected = r2Bounds(
      posteriorBound(fisherInformation({ columns, steps: columns[0]?.length ?? 0 }), priorSd),
      priorSd,
      DEFAULT_CELL.varied.length,
    );
    const got = boundsOf(IDEAL_CLAMP, short);
    expect(Math.abs(meanOf(got) - meanOf(expected))).toBeLessThan(0.006);
    got.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN)), `parameter ${i}`).toBeLessThan(0.05));
  }, 120_000);

  it('falls with noise, blanked time, an unknown rig and a shorter recording', () => {
    const ideal = meanOf(boundsOf(IDEAL_CLAMP, short));
    expect(meanOf(boundsOf({ ...IDEAL_CLAMP, noisePaPf: 1 }, short))).toBeLessThan(ideal - 0.05);
    expect(meanOf(boundsOf({ ...IDEAL_CLAMP, blankMs: 0.3 }, short))).toBeLessThan(ideal - 0.005);
    expect(meanOf(boundsOf({ ...IDEAL_CLAMP, nuisance: true }, short))).toBeLessThan(ideal);
    expect(meanOf(boundsOf(ROBUST_CLAMP, short))).toBeLessThan(meanOf(boundsOf({ ...ROBUST_CLAMP, nuisance: false }, short)));
    expect(meanOf(boundsOf(IDEAL_CLAMP, { ...short, segments: short.segments.slice(0, 2) }))).toBeLessThan(ideal - 0.05);
  });

  it('scores every cell behind the rig that its name determines, the same each time', () => {
    const engine = new SensitivityEngine(kernel, RANGE_OF_RIGS, FINE);
    const of = (name: string): CellScore => scoreCell(engine, short, engine.hold(multipliers, -80, name));
    const first = of('1/0');
    const other = of('1/1');
    expect(of('1/0').r2).toEqual(first.r2);
    expect(meanOf(other.r2)).not.toBe(meanOf(first.r2));
    // The lag of the rig is in the voltage error that a search is charged for.
    expect(other.voltageErrorMv).toBeCloseTo(other.peakPaPf * rigOfCell(RANGE_OF_RIGS, '1/1').rsCmMs, 9);
    expect(meanOf(boundsOf(RANGE_OF_RIGS, short))).toBeLessThan(meanOf(boundsOf({ ...RANGE_OF_RIGS, nuisance: false }, short)));
  });

  it('draws rigs over the whole range that networks are trained on', () => {
    const lags = Array.from({ length: 200 }, (_, i) => rigOfCell(RANGE_OF_RIGS, `set/${i}`).rsCmMs);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(0.03);
    expect(Math.max(...lags)).toBeLessThanOrEqual(0.7);
    expect(lags.filter((lag) => lag < 0.1).length).toBeGreaterThan(40);
    expect(lags.filter((lag) => lag > 0.25).length).toBeGreaterThan(40);
    expect(new Set(lags).size).toBe(200);
  });

  it('names what no protocol can identify: the exact redundancy of the inward rectifier', () => {
    const engine = new SensitivityEngine(kernel, IDEAL_CLAMP, FINE);
    const score = combineScores([scoreCell(engine, short, engine.hold(multipliers, -80))], IDEAL_CLAMP.priorSd);
    expect(score.notIdentifiable.some((line) => /IK1 xK1[13]/.test(line))).toBe(true);
    expect(score.r2['iks.ks2']).toBeLessThan(0.05);
  });

  it('gives an editor a better answer with every cell, on the same cells every time', () => {
    const request = { protocol: short, settings: IDEAL_CLAMP, cells: 3 };
    const found = [...new LiveScorer(kernel).scores(request)];
    expect(found.map(({ cells }) => cells)).toEqual([1, 2, 3]);
    expect(found.map(({ notIdentifiable }) => notIdentifiable.length > 0)).toEqual([false, false, true]);
    const scorer = new LiveScorer(kernel);
    const other = [...scorer.scores({ ...request, settings: ROBUST_CLAMP, cells: 1 })];
    expect(other[0]?.r2Mean).not.toBe(found[0]?.r2Mean);
    expect([...scorer.scores(request)].map(({ r2Mean }) => r2Mean)).toEqual(found.map(({ r2Mean }) => r2Mean));
  });

  it('scores other noise without holding the cells again', () => {
    const scorer = new LiveScorer(kernel);
    const mean = (noisePaPf: number): number =>
      [...scorer.scores({ protocol: short, settings: { ...IDEAL_CLAMP, noisePaPf }, cells: 1 })][0]?.r2Mean ?? NaN;
    expect(mean(0.1)).toBeGreaterThan(mean(0.3));
    expect(mean(0.3)).toBe([...new LiveScorer(kernel).scores({ protocol: short, settings: IDEAL_CLAMP, cells: 1 })][0]?.r2Mean);
  });

  it('refuses impossible settings', () => {
    expect(() => new SensitivityEngine(kernel, { ...IDEAL_CLAMP, noisePaPf: 0 }, FINE)).toThrow(/noisePaPf above 0, got 0/);
    const engine = new SensitivityEngine(kernel, IDEAL_CLAMP, FINE);
    expect(() => engine.respond({ ...short, holdingMv: -40 }, engine.hold(multipliers, -80))).toThrow(/held at -80 mV/);
  });

  const set = join(SHARED, 'validation', 'params_mult.f64');
  it.skipIf(!HAS_SHARED || !existsSync(set))(
    'reproduces 0.743 for clark2022-rounded on reference cells (skipped: ../shared is absent)',
    () => {
      const bytes = readFileSync(set);
      const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const protocol = libraryProtocol('clark2022-rounded');
      const means = Array.from({ length: 80 }, (_, cell) =>
        meanOf(boundsOf(IDEAL_CLAMP, protocol, all.slice(cell * DEFAULT_CELL.varied.length, (cell + 1) * DEFAULT_CELL.varied.length))),
      );
      expect(Math.abs(meanOf(means) - 0.743)).toBeLessThan(0.01);
    },
    180_000,
  );
});

describe('unknowns of a rig', () => {
  it('are those of the refinement fit, with the same priors', () => {
    const uncertain = NUISANCE_PARAMETERS.map(({ id }) => id);
    expect(uncertain).toEqual(RIG_PARAMETERS.map(({ id }) => id).filter((id) => id !== 'prediction' && id !== 'funnyGate'));
    const at = (id: string): number => NUISANCE_PARAMETERS.find((p) => p.id === id)?.priorSd ?? NaN;
    expect([at('offsetMv'), at('estimateRatio'), at('capacitanceRatio'), at('sodiumMm')]).toEqual([0.5, 0.08, 0.03, 1]);
  });

  it('has a column for each: for the capacitance the record itself, for the history the effect of another past', () => {
    const engine = new SensitivityEngine(kernel, ROBUST_CLAMP, FINE);
    const { columns, bins, steps } = engine.respond(short, engine.hold(multipliers, short.holdingMv));
    expect(columns).toHaveLength(DEFAULT_CELL.varied.length + NUISANCE_PARAMETERS.length);
    const column = (id: string): Float64Array =>
      columns[DEFAULT_CELL.varied.length + NUISANCE_PARAMETERS.findIndex((p) => p.id === id)] ?? new Float64Array();
    const square = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
    for (const { id } of NUISANCE_PARAMETERS) {
      expect(column(id)).toHaveLength(steps);
      expect(square(column(id)), id).toBeGreaterThan(0);
    }
    const offset = column('offsetPaPf');
    bins.samples.forEach((samples, r) => expect(offset[r]).toBeCloseTo(Math.sqrt(samples) / ROBUST_CLAMP.noisePaPf, 9));
    expect(square(column('capacitanceRatio'))).toBeGreaterThan(square(column('sodiumMm')));
  });
});
