import { describe, expect, it } from 'vitest';
import { analyseBeats } from '../beat/beats.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { simulateFreeLanes } from './free-simulator.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { FREE_LIMITS, PopulationKernel } from '../simulate/kernel.ts';
import { LiveCell } from '../simulate/live-cell.ts';
import { ELECTRODE_HOLD_GRID, holdGrid } from '../simulate/step-grid.ts';

/** nS/pF: a seal of 0.5 GOhm on a cell of 60 pF. */
const LEAK = 0.033;
const SECONDS = 60;

function leaking(): Float64Array {
  const values = DEFAULT_CELL.baseline();
  values[DEFAULT_CELL.index('leak.g')] = LEAK;
  return values;
}

describe('the seal leak of an unclamped cell', () => {
  it('is carried by potassium: it balances the sodium influx whatever the leak', async () => {
    const kernel = await PopulationKernel.load(kernelBinary());
    kernel.setCells(kernel.modes.free, [leaking()]);
    kernel.startFree(FREE_LIMITS);
    for (let ms = 0; ms < SECONDS * 1000;) {
      const chunk = kernel.free();
      for (let i = 4; i < chunk.length; i += 8) ms += chunk[i] ?? NaN;
    }
    const [sodium, potassium] = ['dNai', 'dKi'].map((state) => kernel.getState(DEFAULT_CELL.placeOf(state), 0)) as [number, number];
    expect(Math.abs(sodium)).toBeGreaterThan(0.05);
    // Calcium carries the rest. Without a carrier the charge of the leak would amount to some 10 mM.
    expect(Math.abs(sodium + potassium)).toBeLessThan(0.3);
  });

  it('also in a single cell behind an electrode after the clamp is released', async () => {
    const live = new LiveCell(leaking());
    const own = analyseBeats(Float32Array.from({ length: 20_001 }, () => live.free(1)).subarray(10_000), 1);
    const kernel = await PopulationKernel.load(kernelBinary());
    const {
      voltageMv: [trace = new Float32Array(0)],
    } = simulateFreeLanes(kernel, [leaking()], { settleS: 10, seconds: 10, outputDtMs: 1 });
    const kernels = analyseBeats(trace, 1);
    expect(own.outcome).toBe(kernels.outcome);
    expect(Math.abs((own.features.mdpMv ?? NaN) - (kernels.features.mdpMv ?? NaN))).toBeLessThan(0.1);
  }, 60_000);

  it('is supplied by the amplifier under clamp: potassium is the same with and without leak', async () => {
    const kernel = await PopulationKernel.load(kernelBinary());
    kernel.setCells(kernel.modes.membrane, [DEFAULT_CELL.baseline(), leaking()]);
    kernel.setElectrodes([{ coupling: 100, predictionGain: 0, estimateRate: 100, cancel: 1, offset: 0 }]);
    kernel.electrode(kernel.loadGrid(holdGrid(-80, 20_000, ELECTRODE_HOLD_GRID)));
    const [without, withLeak] = [0, 1].map((lane) => kernel.getState(DEFAULT_CELL.placeOf('dKi'), lane)) as [number, number];
    expect(Math.abs(withLeak - without)).toBeLessThan(0.01);
  });
});
