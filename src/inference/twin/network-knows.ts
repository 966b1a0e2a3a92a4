import type { CellKind } from '../../core/trace/cell-kind.ts';
import type { ModelCard } from '../../shared/contract/schemas.ts';

/**
 * Whether a network was trained on cells of the recording's kind. Of a living cell a network trained on simulated ones gives a place to
 * start from and nothing else: what it knows of the cell is the narrow prior of its own population.
 */
export function networkKnows({ cell = 'simulated' }: Pick<ModelCard, 'cell'>, kind: CellKind): boolean {
  return kind === 'simulated' || cell === 'living';
}
