import { describe, expect, test } from 'vitest';
import { kernelBinary, libraryProtocol } from '../testing/files.testing.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { ClampModel } from './clamp-fit.ts';
import { POPULATION_PRIOR } from './multiplier-prior.ts';

const protocol = libraryProtocol('clark2022-rounded');

describe('the model of a recording through electrode and amplifier', () => {
  test('a membrane capacitance told 3 % too small makes every current density 3 % larger, also those that no parameter scales', async () => {
    const model = new ClampModel(await PopulationKernel.load(kernelBinary()), {
      protocol, sampleRateHz: 10_000, mode: 'rig', filterHz: 5000, prior: POPULATION_PRIOR, freeScales: [], expectedRsCmMs: 0.1, fitPrediction: false, temperatureC: 37,
    });
    const right = new Float64Array(model.parameters.length);
    const at = model.indexOf('capacitanceRatio');
    const off = right.slice();
    off[at] = model.parameters[at]?.coordinate.of(1.03) ?? NaN;
    const [told, small] = model.simulate([right, off]);
    const offset = model.recordedAs(right).offsetPaPf;
    expect(model.recordedAs(off)).toEqual({ capacitanceRatio: expect.closeTo(1.03, 9) as number, offsetPaPf: offset });
    small?.forEach((value, r) => expect(value - offset).toBeCloseTo(1.03 * ((told?.[r] ?? NaN) - offset), 4));
  });

  test('an ideal clamp has none', async () => {
    const model = new ClampModel(await PopulationKernel.load(kernelBinary()), {
      protocol, sampleRateHz: 10_000, mode: 'ideal', filterHz: null, prior: POPULATION_PRIOR, freeScales: [], expectedRsCmMs: null, fitPrediction: false, temperatureC: 37,
    });
    expect(model.recordedAs(new Float64Array(model.parameters.length))).toEqual({ capacitanceRatio: 1, offsetPaPf: 0 });
  });
});
