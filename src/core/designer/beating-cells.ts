import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { PRIOR_SPREAD, sampleMultipliers } from '../population/sample-cells.ts';
import { simulateFreeLanes } from '../experiment/free-simulator.ts';
import type { Random } from '../random/random.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { analyseBeats } from '../beat/beats.ts';

export interface BeatingCell {
  readonly index: number;
  readonly multipliers: Float64Array;
}

/** Enough to distinguish a beating cell from a silent one; a search needs no more. */
const RUN = { settleS: 20, seconds: 6, outputDtMs: 1 };

/**
 * The spontaneously beating cells of a population, in its order, without end. Protocols are designed for beating cells: a search
 * over the whole prior would also serve strong inward rectifiers that are not seen in a dish.
 */
export function* beatingCells(kernel: PopulationKernel, population: Random): Generator<BeatingCell> {
  for (let first = 0; ; first += LANES) {
    const group = Array.from({ length: LANES }, (_, i) => sampleMultipliers(population, first + i, PRIOR_SPREAD, kernel.model));
    const { voltageMv } = simulateFreeLanes(
      kernel,
      group.map((multipliers) => valuesFromMultipliers(multipliers, kernel.model)),
      RUN,
    );
    for (const [i, multipliers] of group.entries()) {
      if (analyseBeats(voltageMv[i] ?? [], RUN.outputDtMs).outcome === 'beating') yield { index: first + i, multipliers };
    }
  }
}
