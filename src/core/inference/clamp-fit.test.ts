import { describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { kernelBinary, libraryProtocol } from '../testing/files.testing.ts';
import { createRandom } from '../random/random.ts';
import { withLeak } from '../experiment/electrode.ts';
import { simulateClamp } from '../simulate/reference-clamp.ts';
import { binRecording } from '../observation/observation-bins.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { ClampModel, type ClampSetup } from './clamp-fit.ts';
import { ClampObserver } from '../experiment/clamp-observer.ts';
import { POPULATION_PRIOR } from './multiplier-prior.ts';

const protocol = libraryProtocol('clark2022-rounded');
const modelOf = async (setup: ClampSetup): Promise<ClampModel> =>
  new ClampModel(new ClampObserver(await PopulationKernel.load(kernelBinary()), setup), setup);

describe('the model of a recording through electrode and amplifier', () => {
  test('a stated capacitance 3 % too small makes every current density 3 % larger, scaled or not', async () => {
    const model = await modelOf({
      protocol,
      sampleRateHz: 10_000,
      mode: 'rig',
      filterHz: 5000,
      prior: POPULATION_PRIOR,
      freeScales: [],
      expectedRsCmMs: 0.1,
      fitPrediction: false,
      temperatureC: 37,
    });
    const right = new Float64Array(model.parameters.length);
    const at = model.indexOf('capacitanceRatio');
    const off = right.slice();
    off[at] = model.parameters[at]?.coordinate.of(1.03) ?? NaN;
    const [stated, small] = model.simulate([right, off]);
    const offset = model.recordedAs(right).offsetPaPf;
    expect(model.recordedAs(off)).toEqual({ capacitanceRatio: expect.closeTo(1.03, 9) as number, offsetPaPf: offset });
    small?.forEach((value, r) => expect(value - offset).toBeCloseTo(1.03 * ((stated?.[r] ?? NaN) - offset), 4));
  });

  test.each([
    ['ideal', 0],
    ['rig', 0.12],
  ] as const)('estimates the error of its steps (%s): with it added the record is that of steps half as long', async (mode, rsCmMs) => {
    const model = await modelOf({
      protocol,
      sampleRateHz: 10_000,
      mode,
      filterHz: null,
      prior: POPULATION_PRIOR,
      freeScales: [],
      expectedRsCmMs: null,
      fitPrediction: false,
      temperatureC: 37,
    });
    const random = createRandom(8);
    const theta = Float64Array.from(model.parameters, (_, i) => (i < DEFAULT_CELL.varied.length ? random.normal() : 0));
    const set = (id: string, value: number): void => {
      const at = model.indexOf(id);
      if (at >= 0) theta[at] = model.parameters[at]?.coordinate.of(value) ?? NaN;
    };
    // As in the readable engine: no remaining transient, no offset.
    for (const [id, value] of [
      ['rsCmMs', rsCmMs],
      ['residualCapacitance', 0],
      ['offsetPaPf', 0],
      ['offsetMv', 0],
      ['estimateRatio', 1],
      ['capacitanceRatio', 1],
      ['sodiumMm', 0],
      ['potassiumMm', 0],
      ['storeMm', 0],
      ['funnyGate', 0],
    ] as const)
      set(id, value);
    const { current } = simulateClamp(withLeak(model.values(theta), model.artefacts(theta), model.cellModel), protocol, {
      holdS: 10,
      sampleRateHz: 10_000,
      rsCmMs,
      grid: { dtMin: 0.001, growth: 1.01, growthAfterRise: 1.001, dtMax: 0.05, rampStepMv: 0.02 },
    });
    const [coarse = new Float64Array(0)] = model.simulate([theta]);
    const error = model.gridError(theta);
    const recorded = binRecording(model.bins, current);
    const rms = (of: (r: number) => number): number =>
      Math.sqrt(
        recorded.reduce((sum, value, r) => sum + ((model.bins.sinceJumpMs[r] ?? 0) < 0.15 ? 0 : (value - of(r)) ** 2), 0) / recorded.length,
      );
    expect(rms((r) => coarse[r] ?? NaN)).toBeGreaterThan(0.003);
    expect(rms((r) => (coarse[r] ?? NaN) + (error[r] ?? NaN))).toBeLessThan(0.1 * rms((r) => coarse[r] ?? NaN));
  });

  test('an ideal clamp has none', async () => {
    const model = await modelOf({
      protocol,
      sampleRateHz: 10_000,
      mode: 'ideal',
      filterHz: null,
      prior: POPULATION_PRIOR,
      freeScales: [],
      expectedRsCmMs: null,
      fitPrediction: false,
      temperatureC: 37,
    });
    expect(model.recordedAs(new Float64Array(model.parameters.length))).toEqual({ capacitanceRatio: 1, offsetPaPf: 0 });
  });
});
