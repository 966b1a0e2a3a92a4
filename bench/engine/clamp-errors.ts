import { adjustableIndex } from '../../src/core/cell/adjustable.ts';
import { valuesFromMultipliers } from '../../src/core/cell/multipliers.ts';
import { NO_ARTEFACTS, type Artefacts } from '../../src/core/population/artefacts.ts';
import { ClampSimulator } from '../../src/core/population/clamp-simulator.ts';
import { sampleMultipliers } from '../../src/core/population/sample-cells.ts';
import { protocolSampleCount, type Protocol } from '../../src/core/protocol/protocol.ts';
import { createRandom } from '../../src/core/random/random.ts';
import type { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { applyRows, sparseRows } from '../../src/core/simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../../src/core/simulate/step-grid.ts';
import { median, percentile, rmsPercent, round } from '../measure.ts';
import { CLAMP_RATE_HZ } from './reference-job.ts';
import { runReferences } from './run-references.ts';

const CELL_SEED = 31;
const ELECTRODE_SEED = 77;
const CAPACITANCE_PF = 60;
const LEAK_NS = 1;
/** Farther than this off the command once it should have settled, the membrane is not clamped, mV. */
const LOST_MV = 20;

export interface ClampErrors {
  readonly cells: number;
  readonly rmsPctMedian: number;
  readonly rmsPctP95: number;
  readonly rmsPctMax: number;
}

export interface ElectrodeErrors {
  readonly all: ClampErrors;
  /** Cells whose membrane the clamp holds, and those that escape it. */
  readonly held: ClampErrors;
  readonly lost: ClampErrors | null;
}

const leak = adjustableIndex('leak.g') ?? -1;
const drawn = (cell: number): Float64Array => valuesFromMultipliers(sampleMultipliers(createRandom(CELL_SEED), cell));

function summary(rms: readonly number[]): ClampErrors {
  return { cells: rms.length, rmsPctMedian: round(median(rms)), rmsPctP95: round(percentile(rms, 0.95)), rmsPctMax: round(Math.max(...rms)) };
}

/** Currents of the kernel at the reference's samples. */
function sampler(kernel: PopulationKernel, protocol: Protocol, mode: 'ideal' | 'electrode'): (values: Float64Array, artefacts: Artefacts) => Float32Array {
  const simulator = new ClampSimulator(kernel, protocol, mode, { grid: mode === 'ideal' ? KERNEL_GRID : ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
  const count = protocolSampleCount(protocol, CLAMP_RATE_HZ) - 1;
  const rows = sparseRows(simulator.grid, Array.from({ length: count }, (_, k) => [[((k + 1) * 1000) / CLAMP_RATE_HZ, 1]] as const));
  return (values, artefacts) => {
    const trace = new Float32Array(count);
    applyRows(rows, simulator.simulate([values], [artefacts]), 4, 0, trace);
    return trace;
  };
}

/** Ideal clamp of random cells against the reference engine at small steps. */
export async function idealErrors(kernel: PopulationKernel, protocol: Protocol, cells: number): Promise<ClampErrors> {
  const sampled = sampler(kernel, protocol, 'ideal');
  const values = Array.from({ length: cells }, (_, i) => drawn(i));
  const rms: number[] = [];
  await runReferences(values.map((of) => ({ kind: 'clamp', values: of, protocol, rsCmMs: 0 })), ({ trace }, i) => {
    rms.push(rmsPercent(sampled(values[i] ?? new Float64Array(), NO_ARTEFACTS), trace));
  });
  return summary(rms);
}

/** Ideal clamp against currents of another solver. */
export function idealErrorsOf(kernel: PopulationKernel, protocol: Protocol, cells: readonly { values: Float64Array; current: Float32Array }[]): ClampErrors {
  const sampled = sampler(kernel, protocol, 'ideal');
  return summary(cells.map(({ values, current }) => rmsPercent(sampled(values, NO_ARTEFACTS), current.subarray(1))));
}

/**
 * Random cells of 60 pF with 1 nS of leak behind 4 to 20 MOhm, of which the amplifier leaves a share. Some cells escape: window
 * sodium current depolarises them within the hold, or a spike outruns the clamp; they are told apart by the reference's potential.
 * @param uncompensated range of the share of the series resistance that is left
 */
export async function electrodeErrors(kernel: PopulationKernel, protocol: Protocol, cells: number, uncompensated: readonly [number, number]): Promise<ElectrodeErrors> {
  const sampled = sampler(kernel, protocol, 'electrode');
  const [low, high] = uncompensated;
  const rigs = Array.from({ length: cells }, (_, i) => {
    const random = createRandom(ELECTRODE_SEED).fork(i);
    const mohm = (4 + 16 * random.uniform()) * (low + (high - low) * random.uniform());
    const values = drawn(i);
    values[leak] = LEAK_NS / CAPACITANCE_PF;
    return { values, rsCmMs: (mohm * CAPACITANCE_PF) / 1000 };
  });
  const held: number[] = [];
  const lost: number[] = [];
  await runReferences(rigs.map((rig) => ({ kind: 'clamp', protocol, ...rig })), ({ trace, offCommandMv }, i) => {
    const rig = rigs[i];
    if (!rig) return;
    const rms = rmsPercent(sampled(rig.values, { ...NO_ARTEFACTS, rsCmMs: rig.rsCmMs, leakNsPf: LEAK_NS / CAPACITANCE_PF }), trace);
    (offCommandMv > LOST_MV ? lost : held).push(rms);
  });
  return { all: summary([...held, ...lost]), held: summary(held), lost: lost.length > 0 ? summary(lost) : null };
}
