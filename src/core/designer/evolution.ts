import { createRandom } from '../random/random.ts';
import type { DesignLimits } from './design-limits.ts';
import type { Genome } from './genome.ts';
import { mutated } from './mutate.ts';

/** Settings of a search; the same settings and start give the same protocols, whatever the number of workers. */
export interface EvolutionSettings {
  readonly seed: number;
  readonly limits: DesignLimits;
  /** Changed protocols tried in a generation. */
  readonly offspring: number;
  /** Cells a protocol is judged on in a generation. */
  readonly cells: number;
  /** Generations after which half of the cells are exchanged for new ones. */
  readonly rotateEvery: number;
}

export interface EvolutionState {
  readonly generation: number;
  readonly parent: Genome;
  /** Size of changes, as a share of the range. */
  readonly scale: number;
  readonly accepted: number;
}

export const FIRST_SCALE = 0.3;
const SCALE_RANGE = [0.1, 0.6] as const;
/** One success in about thirty keeps the size of changes (Rechenberg's rule, its share lowered for many dimensions). */
const GROW = 1.15;
const SHRINK = 0.995;

/** Ranks, among the beating cells of the seed, of the cells a generation is judged on. */
export function generationCells({ cells, rotateEvery }: EvolutionSettings, generation: number): number[] {
  const half = Math.max(1, Math.floor(cells / 2));
  const first = Math.floor(generation / rotateEvery) * half;
  return Array.from({ length: cells }, (_, i) => first + i);
}

/** The offspring of a generation. @param worth of the parent's segments, see mutated */
export function proposals(settings: EvolutionSettings, state: EvolutionState, worth: readonly number[] = []): Genome[] {
  const random = createRandom(settings.seed).fork(state.generation);
  return Array.from({ length: settings.offspring }, (_, i) => mutated(state.parent, settings.limits, random.fork(i), state.scale, worth));
}

/**
 * The next generation: the best of the offspring where it beats the parent on the same cells.
 * @param gains value of each offspring less the parent's; -Infinity where its simulation failed
 */
export function selected(state: EvolutionState, offspring: readonly Genome[], gains: readonly number[]): EvolutionState {
  let best = 0;
  gains.forEach((gain, i) => {
    if (gain > (gains[best] ?? -Infinity)) best = i;
  });
  const won = (gains[best] ?? -Infinity) > 0;
  const scale = gains.reduce((size, gain) => size * (gain > 0 ? GROW : SHRINK), state.scale);
  return {
    generation: state.generation + 1,
    parent: won ? (offspring[best] ?? state.parent) : state.parent,
    scale: Math.min(SCALE_RANGE[1], Math.max(SCALE_RANGE[0], scale)),
    accepted: state.accepted + (won ? 1 : 0),
  };
}
