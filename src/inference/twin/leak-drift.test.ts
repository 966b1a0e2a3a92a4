import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import { ClampModel } from '../../core/inference/clamp-fit.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary, libraryProtocol } from '../../core/testing/files.testing.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { settingOf, type Setting } from './clamp-setup.ts';
import { FullRateCurrent } from './full-rate-current.ts';
import { leakDrift } from './leak-drift.ts';
import { driftNote, isDrift } from './recording-notes.ts';

const RATE_HZ = 2000;
const protocol = libraryProtocol('clark2022-rounded');
const command = sampleCommand(protocol, RATE_HZ);
/** 0.5 nS of a cell of 50 pF. */
const DRIFT = 0.01;
let model: ClampModel;
let setting: Setting;
let theta: Float64Array;
let ownPaPf: Float32Array;

const conditions = { seriesResistanceMohm: 5, membraneCapacitancePf: 50, temperatureC: 37, filterHz: 5000 };
const recorded = (currentPaPf: Float32Array): VoltageClampRecording => ({
  sampleRateHz: RATE_HZ,
  commandMv: command,
  currentPaPf,
  protocol,
  conditions,
  cell: 'living',
});

beforeAll(async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  setting = settingOf(recorded(command), 'rig');
  const { sampleRateHz, mode, filterHz } = setting.clamp;
  model = new ClampModel(new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz }), setting.clamp);
  theta = new Float64Array(model.parameters.length);
  ownPaPf = new FullRateCurrent(DEFAULT_CELL).of(setting.clamp, model.cell(theta), model.recordedAs(theta));
});

/** The twin's own current with noise and a leak that grows by so much from start to end. */
function drifting(changeNsPf: number, seed: number): VoltageClampRecording {
  const random = createRandom(seed);
  return recorded(ownPaPf.map((paPf, k) => paPf + changeNsPf * (k / command.length - 0.5) * command[k]! + 0.2 * random.normal()));
}

describe('the seal along a recording', () => {
  test.each([1, 2, 3])('that drifts by 0.5 nS is found, with its size and time, seed %i', (seed) => {
    const drift = leakDrift(drifting(DRIFT, seed), setting, model, theta, null);
    expect(Math.abs((drift?.changeNsPf ?? NaN) - DRIFT)).toBeLessThan(Math.max(3.5 * (drift?.sdNsPf ?? NaN), 0.1 * DRIFT));
    expect(isDrift(drift!, drifting(DRIFT, seed))).toBe(true);
    expect(driftNote(drift!, drifting(DRIFT, seed))).toMatch(
      /^The seal drifts: its leak grows by 0\.0\d+ \(SD 0\.000\d*\) nS\/pF, 0\.\d\d nS over 9\.\d s.*-0\.\d pA\/pF at -80 mV/,
    );
  });

  test.each([4, 5, 6])('that is steady is not said to drift, seed %i', (seed) => {
    expect(isDrift(leakDrift(drifting(0, seed), setting, model, theta, null)!, drifting(0, seed))).toBe(false);
  });

  test('of a recording that the twin misses by more is said to drift only where that stands out', () => {
    const { currentPaPf } = drifting(DRIFT, 7);
    // A wave of 1 s, as large as the current of the drift.
    const missed = recorded(currentPaPf.map((paPf, k) => paPf + 2 * Math.sin(k / 300)));
    const drift = leakDrift(missed, setting, model, theta, null)!;
    expect(drift.sdNsPf).toBeGreaterThan(5 * leakDrift(drifting(DRIFT, 7), setting, model, theta, null)!.sdNsPf);
    expect(isDrift(drift, missed)).toBe(false);
  });
});
