/**
 * What a cell is taken for: a living one varies more widely than the simulated population, has its currents in other sizes, and is held by
 * the model only as far as the model goes. Priors, free scales, discrepancy and network depend on it (ADR 40).
 */
export type CellKind = 'living' | 'simulated';

export const CELL_KINDS = ['living', 'simulated'] as const satisfies readonly CellKind[];

/** What a recording says of its cell. */
interface Marked {
  readonly cell?: CellKind;
  readonly simulated?: boolean;
}

/**
 * As stated (`cell`), else by the mark of the recording; without a mark a recording is of a living cell.
 * @example cellKindOf({ simulated: true }) // 'simulated'
 */
export function cellKindOf({ cell, simulated }: Marked): CellKind {
  return cell ?? (simulated === true ? 'simulated' : 'living');
}

/** The recording with what an operator says of its cell; what is marked as simulated stays so whatever it is taken for. */
export function takenFor<T extends Marked>(recording: T, cell: CellKind | undefined): T {
  if (cell === undefined) return recording;
  return cell === 'simulated' ? { ...recording, cell, simulated: true } : { ...recording, cell };
}
