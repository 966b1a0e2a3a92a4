import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import { ClampModel } from '../../core/inference/clamp-fit.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import type { FitResult } from '../../core/inference/levenberg-marquardt.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary, libraryProtocol } from '../../core/testing/files.testing.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { livingSetting } from '../living/living-setting.ts';
import { FullRateCurrent } from './full-rate-current.ts';
import { TwinMaker, type Posterior } from './twin-maker.ts';

const RATE_HZ = 2000;
const protocol = libraryProtocol('clark2022-rounded');
const command = sampleCommand(protocol, RATE_HZ);
/** 2 nS of a cell of 50 pF. */
const DRIFT = 0.04;
const conditions = { seriesResistanceMohm: 5, membraneCapacitancePf: 50, temperatureC: 37, filterHz: 5000 };

const recorded = (currentPaPf: Float32Array): VoltageClampRecording => ({
  sampleRateHz: RATE_HZ,
  commandMv: command,
  currentPaPf,
  protocol,
  conditions,
  cell: 'living',
});

test('the drift of a seal is taken off before the twin is inferred, and said', async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  const maker = new TwinMaker(kernel);
  const posteriorOf = (currentPaPf: Float32Array): Promise<Posterior> =>
    maker.infer(
      {
        recording: recorded(currentPaPf),
        cellName: 'a cell',
        recordingName: 'clamp',
        recordingCrc32: 1,
        method: 'fit',
        seed: 1,
        mode: 'rig',
        living: { mode: 'clamp', potential: null, paced: [], prior: null, priorName: null, leftOut: [] },
        createdAt: '',
        program: '',
      },
      { predictor: null, networkProblem: null, backend: null },
    );
  const { clamp } = livingSetting(recorded(command), kernel.model);
  const { sampleRateHz, mode, filterHz } = clamp;
  const model = new ClampModel(new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz }), clamp);
  const random = createRandom(3);
  const theta = Float64Array.from(model.parameters, () => 0.4 * random.normal());
  const steady = new FullRateCurrent(DEFAULT_CELL)
    .of(clamp, model.cell(theta), model.recordedAs(theta))
    .map((paPf) => paPf + 0.1 * random.normal());
  const drifting = steady.map((paPf, k) => paPf + DRIFT * (k / command.length - 0.5) * (command[k] as number));

  const [right, of] = [await posteriorOf(steady), await posteriorOf(drifting)];
  expect(right.drift).toBeUndefined();
  expect(of.drift?.changeNsPf).toBeGreaterThan(0.85 * DRIFT);
  expect(of.drift?.changeNsPf).toBeLessThan(1.15 * DRIFT);
  const sds = (at: FitResult): number[] =>
    [...at.theta].map((z, i) => (z - right.result!.theta[i]!) / Math.sqrt(right.result!.covariance[i * at.theta.length + i]!));
  expect(Math.max(...sds(of.result!).map(Math.abs))).toBeLessThan(1);
}, 120_000);
