import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import { ClampModel } from '../../core/inference/clamp-fit.ts';
import { laplace, levenbergMarquardt, type FitResult } from '../../core/inference/levenberg-marquardt.ts';
import { currentWaves } from '../../core/observation/current-waves.ts';
import { observe } from '../../core/observation/observe.ts';
import { usableSamples } from '../../core/observation/usable-samples.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary, libraryProtocol } from '../../core/testing/files.testing.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { settingOf } from './clamp-setup.ts';
import { FullRateCurrent } from './full-rate-current.ts';
import { observedClamp } from './observed-clamps.ts';

const RATE_HZ = 2000;
const protocol = libraryProtocol('clark2022');
const command = sampleCommand(protocol, RATE_HZ);

/** The current as it is fitted: without what is left out. */
function recorded(current: Float32Array, excludedMs: [number, number][] = []): VoltageClampRecording {
  const { currentPaPf } = usableSamples({ currentPaPf: current, sampleRateHz: RATE_HZ, excludedMs });
  const conditions = { seriesResistanceMohm: 5, membraneCapacitancePf: 50, temperatureC: 37, filterHz: 5000 };
  return { sampleRateHz: RATE_HZ, commandMv: command, currentPaPf, protocol, conditions, cell: 'living' };
}

test('waves of calcium would move the parameters of a fit, and do not as they are counted, or left out by hand', async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  const setting = settingOf(recorded(command), 'rig');
  const { sampleRateHz, mode, filterHz } = setting.clamp;
  const model = new ClampModel(new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz }), setting.clamp);
  const random = createRandom(4);
  const truth = Float64Array.from(model.parameters, () => 0.4 * random.normal());
  const own = new FullRateCurrent(DEFAULT_CELL)
    .of(setting.clamp, model.cell(truth), model.recordedAs(truth))
    .map((paPf) => paPf + 0.2 * random.normal());
  // Two waves of 1 pA/pF for 300 ms.
  const wavy = own.map((paPf, k) =>
    [7600, 8500].reduce((sum, from) => {
      const share = ((1000 * k) / RATE_HZ - from) / 300;
      return share > 0 && share < 1 ? sum + 0.5 * (1 - Math.cos(2 * Math.PI * share)) : sum;
    }, paPf),
  );
  const fitOf = async (recording: VoltageClampRecording, counted = true): Promise<FitResult> => {
    const { noise, ...asCounted } = observedClamp({ recording, setting, model });
    const { observed, sigma } = counted
      ? asCounted
      : observe(model.bins, recording.currentPaPf, noise, setting.blankMs, setting.discrepancy);
    const problem = model.problem(observed, sigma);
    return laplace(problem, await levenbergMarquardt(problem, truth, { iterations: 15, tolerance: 0.2, relativeTolerance: 1e-3 }));
  };
  const without = await fitOf(recorded(own));
  const furthest = ({ theta }: FitResult): number =>
    Math.max(...theta.map((z, i) => Math.abs(z - without.theta[i]!) / Math.sqrt(without.covariance[i * theta.length + i]!)));
  const waves = currentWaves(wavy, protocol, RATE_HZ).map(({ fromMs, toMs }): [number, number] => [fromMs, toMs]);
  expect(waves).toHaveLength(2);
  expect(furthest(await fitOf(recorded(wavy), false))).toBeGreaterThan(1);
  expect(furthest(await fitOf(recorded(wavy)))).toBeLessThan(0.5);
  expect(furthest(await fitOf(recorded(wavy, waves)))).toBeLessThan(0.5);
}, 60_000);
