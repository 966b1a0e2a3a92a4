import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { ClampModel, type ClampSetup } from '../src/core/inference/clamp-fit.ts';
import { ClampObserver } from '../src/core/experiment/clamp-observer.ts';
import { FineClamp } from '../src/core/experiment/fine-clamp.ts';
import { POPULATION_PRIOR } from '../src/core/inference/multiplier-prior.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { FINE_GRID, FINE_HOLD_GRID, REFERENCE_GRID } from '../src/core/simulate/step-grid.ts';
import { kernelPath } from '../src/inference/jobs.ts';
import { cpuMs, median, round } from './measure.ts';

const CELLS = 5;
const NOISE_PA_PF = 0.3;
/** The first sample after a jump, which no fit uses, ms. */
const LEFT_OUT_MS = 0.15;
/** The steps that the others are compared with. */
const FINEST = { grid: { dtMin: 0.001, growth: 1.01, growthAfterRise: 1.001, dtMax: 0.02, rampStepMv: 0.02 }, hold: REFERENCE_GRID };
const STEPS = {
  'steps of the readable reference': { grid: REFERENCE_GRID, hold: REFERENCE_GRID },
  'fine steps': { grid: FINE_GRID, hold: FINE_HOLD_GRID },
} as const;

interface Off {
  readonly chi2: number;
  readonly worstSd: number;
  readonly ms: number;
}

/**
 * Errors of the kernel and of two kinds of fine steps against much finer steps, in units of noise of 0.3 pA/pF over the bins of a fit,
 * and the processor time of one simulation.
 */
export async function benchGridError(): Promise<object> {
  const resources = join(import.meta.dirname, '..', 'resources');
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(resources)));
  const result: Record<string, object> = {};
  for (const id of ['clark2022-rounded', 'twinclamp-10s']) {
    const protocol = parseProtocol(readFileSync(join(resources, 'protocols', `${id}.json`), 'utf8'), id);
    for (const mode of ['ideal', 'rig'] as const) {
      const setup: ClampSetup = {
        protocol,
        sampleRateHz: 10_000,
        mode,
        filterHz: null,
        prior: POPULATION_PRIOR,
        freeScales: [],
        expectedRsCmMs: 0.12,
        fitPrediction: false,
        temperatureC: 37,
      };
      result[`${id}, ${mode}`] = compare(new ClampModel(new ClampObserver(kernel, setup), setup), setup);
    }
  }
  return result;
}

function compare(model: ClampModel, setup: ClampSetup): object {
  const { bins } = model;
  const finest = new FineClamp(model.cellModel, setup, bins, FINEST);
  const clamps = Object.entries(STEPS).map(([name, grids]) => [name, new FineClamp(model.cellModel, setup, bins, grids)] as const);
  const rows: Record<string, Off[]> = {};
  for (let seed = 1; seed <= CELLS; seed++) {
    const random = createRandom(seed);
    const theta = Float64Array.from(model.parameters, (_, i) => (i < DEFAULT_CELL.varied.length ? 1 : 0.3) * random.normal());
    const cell = [model.values(theta), model.artefacts(theta), model.history(theta)] as const;
    const truth = finest.simulate(...cell);
    const { capacitanceRatio, offsetPaPf } = model.recordedAs(theta);
    const off = (simulate: () => Float64Array): Off => {
      let current = new Float64Array(0);
      const ms = cpuMs(() => (current = Float64Array.from(simulate())));
      let chi2 = 0;
      let worst = 0;
      current.forEach((value, r) => {
        if ((bins.sinceJumpMs[r] ?? 0) < LEFT_OUT_MS) return;
        const z = ((value - (truth[r] ?? NaN)) * Math.sqrt((bins.to[r] ?? 0) - (bins.from[r] ?? 0))) / NOISE_PA_PF;
        chi2 += z * z;
        worst = Math.max(worst, Math.abs(z));
      });
      return { chi2, worstSd: worst, ms };
    };
    (rows['kernel'] ??= []).push(
      off(() => (model.simulate([theta])[0] ?? new Float64Array(0)).map((value) => (value - offsetPaPf) / capacitanceRatio)),
    );
    for (const [name, clamp] of clamps) (rows[name] ??= []).push(off(() => clamp.simulate(...cell)));
  }
  return {
    bins: bins.from.length,
    ...Object.fromEntries(
      Object.entries(rows).map(([name, all]) => [
        name,
        {
          chi2: all.map(({ chi2 }) => round(chi2)),
          worstSd: round(Math.max(...all.map(({ worstSd }) => worstSd))),
          ms: round(median(all.map(({ ms }) => ms))),
        },
      ]),
    ),
  };
}
