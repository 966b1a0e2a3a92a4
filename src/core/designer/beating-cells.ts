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

/** Enough to tell a beating cell from a silent one; a search needs no more. */
const RUN = { settleS: 20, seconds: 6, outputDtMs: 1 };

/**
 * The cells of a population that beat on their own, in its order, without end. Protocols are for cells that beat: a search
 * over all of the prior would serve strong inward rectifiers that no dish shows.
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
