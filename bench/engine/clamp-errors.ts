import { KERNIK2019 } from '../../src/core/cell/kernik2019/index.ts';
import { valuesFromMultipliers } from '../../src/core/cell/cell-values.ts';
import { NO_ARTEFACTS, type Artefacts } from '../../src/core/experiment/artefacts.ts';
import { ClampSimulator } from '../../src/core/experiment/clamp-simulator.ts';
import { PopulationClamp } from '../../src/core/experiment/population-clamp.ts';
import { sampleMultipliers } from '../../src/core/population/sample-cells.ts';
import { protocolSampleCount, type Protocol } from '../../src/core/protocol/protocol.ts';
import { createRandom } from '../../src/core/random/random.ts';
import type { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { applyRows, sparseRows, type SparseRows } from '../../src/core/simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID, type StepGrid } from '../../src/core/simulate/step-grid.ts';
import { median, percentile, rmsPercent, round } from '../measure.ts';
import { CLAMP_RATE_HZ, LOST_MV } from './reference-job.ts';
import { runReferences } from './run-references.ts';

const CELL_SEED = 31;
const ELECTRODE_SEED = 77;
const CAPACITANCE_PF = 60;
const LEAK_NS = 1;
/** A cell whose reference still moves by more than this when its steps are halved is ill-conditioned, % of range. */
const UNSTEADY_PCT = 0.7;

export interface ClampErrors {
  readonly cells: number;
  readonly rmsPctMedian: number;
  readonly rmsPctP95: number;
  readonly rmsPctMax: number;
}

/** Cells whose membrane the clamp holds, those that escape it, and both; null where there are none. */
export interface ByClamp {
  readonly held: ClampErrors | null;
  readonly escaping: ClampErrors | null;
  readonly all: ClampErrors | null;
}

export interface ElectrodeErrors {
  /** As in populations: escaped cells are simulated with adaptive steps. Without ill-conditioned cells. */
  readonly population: ByClamp;
  /** On the grid alone, as in fits; the same cells. */
  readonly grid: ByClamp;
  readonly illConditioned: readonly {
    readonly cell: number;
    readonly kernelPct: number;
    readonly gridPct: number;
    readonly referencePct: number;
  }[];
  /** Cells that were simulated with adaptive steps, including held ones near the limit. */
  readonly followed: number;
}

const leak = KERNIK2019.index('leak.g');
const drawn = (cell: number): Float64Array => valuesFromMultipliers(sampleMultipliers(createRandom(CELL_SEED), cell));

function byClamp(cells: readonly { escapes: boolean; rms: number }[]): ByClamp {
  const of = (some: typeof cells): ClampErrors | null => (some.length > 0 ? summary(some.map(({ rms }) => rms)) : null);
  return { held: of(cells.filter(({ escapes }) => !escapes)), escaping: of(cells.filter(({ escapes }) => escapes)), all: of(cells) };
}

function summary(rms: readonly number[]): ClampErrors {
  return {
    cells: rms.length,
    rmsPctMedian: round(median(rms)),
    rmsPctP95: round(percentile(rms, 0.95)),
    rmsPctMax: round(Math.max(...rms)),
  };
}

/** Currents at the reference's samples. */
function everySample(grid: StepGrid, protocol: Protocol): SparseRows {
  const count = protocolSampleCount(protocol, CLAMP_RATE_HZ) - 1;
  return sparseRows(
    grid,
    Array.from({ length: count }, (_, k) => [[((k + 1) * 1000) / CLAMP_RATE_HZ, 1]] as const),
  );
}

/** Currents of the kernel on its grid at the reference's samples. */
function sampler(
  kernel: PopulationKernel,
  protocol: Protocol,
  mode: 'ideal' | 'electrode',
): (values: Float64Array, artefacts: Artefacts) => Float32Array {
  const simulator = new ClampSimulator(kernel, protocol, mode, {
    grid: mode === 'ideal' ? KERNEL_GRID : ELECTRODE_GRID,
    hold: KERNEL_HOLD_GRID,
  });
  const rows = everySample(simulator.grid, protocol);
  return (values, artefacts) => {
    const trace = new Float32Array(rows.rows);
    applyRows(rows, simulator.simulate([values], [artefacts]), 4, 0, trace);
    return trace;
  };
}

/** Ideal clamp of random cells against the reference engine at small steps. */
export async function idealErrors(kernel: PopulationKernel, protocol: Protocol, cells: number): Promise<ClampErrors> {
  const sampled = sampler(kernel, protocol, 'ideal');
  const values = Array.from({ length: cells }, (_, i) => drawn(i));
  const rms: number[] = [];
  await runReferences(
    values.map((of) => ({ kind: 'clamp', values: of, protocol, rsCmMs: 0 })),
    ({ trace }, i) => {
      rms.push(rmsPercent(sampled(values[i] ?? new Float64Array(), NO_ARTEFACTS), trace));
    },
  );
  return summary(rms);
}

/** Ideal clamp against currents of another solver. */
export function idealErrorsOf(
  kernel: PopulationKernel,
  protocol: Protocol,
  cells: readonly { values: Float64Array; current: Float32Array }[],
): ClampErrors {
  const sampled = sampler(kernel, protocol, 'ideal');
  return summary(cells.map(({ values, current }) => rmsPercent(sampled(values, NO_ARTEFACTS), current.subarray(1))));
}

/**
 * Random cells of 60 pF with 1 nS of leak behind 4 to 20 MOhm, of which the amplifier leaves a share. Some cells escape: window
 * sodium current depolarises them during the hold, or a spike escapes the clamp; the reference's potential distinguishes them.
 * @param uncompensated range of the share of the series resistance that is left
 */
export async function electrodeErrors(
  kernel: PopulationKernel,
  protocol: Protocol,
  cells: number,
  uncompensated: readonly [number, number],
): Promise<ElectrodeErrors> {
  const onGrid = sampler(kernel, protocol, 'electrode');
  const population = new PopulationClamp(kernel, protocol, 'electrode', (grid) => everySample(grid, protocol));
  const [low, high] = uncompensated;
  const rigs = Array.from({ length: cells }, (_, i) => {
    const random = createRandom(ELECTRODE_SEED).fork(i);
    const mohm = (4 + 16 * random.uniform()) * (low + (high - low) * random.uniform());
    const values = drawn(i);
    values[leak] = LEAK_NS / CAPACITANCE_PF;
    return { values, rsCmMs: (mohm * CAPACITANCE_PF) / 1000 };
  });
  const steady: { escapes: boolean; rms: number; gridRms: number }[] = [];
  const illConditioned: ElectrodeErrors['illConditioned'][number][] = [];
  let followed = 0;
  await runReferences(
    rigs.map((rig) => ({ kind: 'clamp', protocol, ...rig })),
    ({ trace, offCommandMv, movedPct }, i) => {
      const rig = rigs[i];
      if (!rig) return;
      const artefacts = { ...NO_ARTEFACTS, rsCmMs: rig.rsCmMs, leakNsPf: LEAK_NS / CAPACITANCE_PF };
      const current = new Float32Array(population.width);
      followed += population.observe([{ values: rig.values, artefacts }], [current]).length;
      const rms = rmsPercent(current, trace);
      const gridRms = rmsPercent(onGrid(rig.values, artefacts), trace);
      if (movedPct !== null && !(movedPct <= UNSTEADY_PCT))
        illConditioned.push({ cell: i, kernelPct: round(rms), gridPct: round(gridRms), referencePct: round(movedPct) });
      else steady.push({ escapes: offCommandMv > LOST_MV, rms, gridRms });
    },
  );
  return {
    population: byClamp(steady),
    grid: byClamp(steady.map(({ escapes, gridRms }) => ({ escapes, rms: gridRms }))),
    illConditioned: illConditioned.sort((a, b) => a.cell - b.cell),
    followed,
  };
}
