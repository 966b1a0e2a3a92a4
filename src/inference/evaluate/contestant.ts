import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { IvAnalysis } from '../../core/baselines/iv-analysis.ts';

/** Methods of the head-to-head comparison, in the order of the table. */
export const CONTESTANTS = ['network', 'refinement', 'both', 'genetic', 'iv'] as const;
export type Contestant = (typeof CONTESTANTS)[number];

export const CONTESTANT_NAMES: Readonly<Record<Contestant, string>> = {
  network: 'Network alone',
  refinement: 'Refinement alone',
  both: 'Network and refinement',
  genetic: 'Genetic algorithm',
  iv: 'I-V analysis',
};

/** Result of one method for one recording. */
export interface ContestantAnswer {
  readonly model: ClampModel;
  /** The cell it gives: coordinates of `model`. */
  readonly theta: Float64Array;
  /** Its estimates of the 52 multipliers: posterior means where the method has a posterior, else those of the cell. */
  readonly estimates: Float64Array;
  readonly seconds: number;
  /** Number of simulated recordings. */
  readonly simulations: number;
}

export interface IvAnswer extends ContestantAnswer {
  readonly analysis: IvAnalysis;
}
