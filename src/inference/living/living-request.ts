import type { LearnedPrior } from '../../core/inference/learned-prior.ts';
import type { FreeRecording } from '../../core/trace/recording.ts';
import type { SimulationHelp } from '../../core/experiment/simulation-help.ts';
import type { SimulationTask } from '../../core/experiment/simulation-task.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';

/** What of a living cell is fitted: its clamp, its potentials being a test; or both. */
export const LIVING_MODES = ['clamp', 'clamp+potential'] as const;
export type LivingMode = (typeof LIVING_MODES)[number];

/** What the stages for living cells need beside the recording. */
export interface LivingRequest {
  readonly mode: LivingMode;
  /** The cell's own potential; needed for 'clamp+potential'. */
  readonly potential: FreeRecording | null;
  /** Paced potentials of the cell, fitted along with its own. */
  readonly paced: readonly FreeRecording[];
  /** Learned from other cells; null: the wide prior. */
  readonly prior: LearnedPrior | null;
  readonly kernel: PopulationKernel;
  readonly help: (task: SimulationTask) => SimulationHelp | null;
}
