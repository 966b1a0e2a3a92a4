import type { FitParameter } from './levenberg-marquardt.ts';
import { sensitivities } from './sensitivities.ts';

interface Known {
  readonly theta: Float64Array;
  readonly simulated: Float64Array;
  readonly columns: readonly Float64Array[];
  /** Moves since they were measured. */
  readonly moves: number;
}

/**
 * Sensitivities of observations that are slow to simulate: measured by differences once in a few moves of a fit, and between by what each
 * move itself has shown (Broyden 1965, doi:10.1090/S0025-5718-1965-0198670-6). A fit that comes back to the same point, because no step
 * from it led down, has them measured anew.
 */
export class KeptSensitivities {
  private readonly parameters: readonly FitParameter[];
  private readonly simulate: (thetas: readonly Float64Array[]) => Float64Array[];
  private readonly mostMoves: number;
  private known: Known | null = null;

  constructor(parameters: readonly FitParameter[], simulate: (thetas: readonly Float64Array[]) => Float64Array[], mostMoves: number) {
    this.parameters = parameters;
    this.simulate = simulate;
    this.mostMoves = mostMoves;
  }

  /** d simulated / d z at a point, one column a parameter. @param simulated there */
  at(theta: Float64Array, simulated: Float64Array): readonly Float64Array[] {
    const { known } = this;
    const move = known === null ? null : theta.map((z, i) => z - (known.theta[i] ?? NaN));
    const square = move === null ? 0 : move.reduce((sum, z) => sum + z * z, 0);
    if (known !== null && square === 0 && known.moves === 0) return known.columns;
    this.known =
      known === null || move === null || square === 0 || known.moves >= this.mostMoves
        ? { theta, simulated, columns: sensitivities(this.parameters, this.simulate, theta, simulated, false), moves: 0 }
        : { theta, simulated, columns: shown(known, move, square, simulated), moves: known.moves + 1 };
    return this.known.columns;
  }
}

/** The least change of the columns by which they would have foretold the move. */
function shown({ simulated: before, columns }: Known, move: Float64Array, square: number, simulated: Float64Array): Float64Array[] {
  const missed = simulated.map((value, r) =>
    columns.reduce((sum, column, i) => sum - (column[r] as number) * (move[i] as number), value - (before[r] as number)),
  );
  return columns.map((column, i) => {
    const share = (move[i] as number) / square;
    return column.map((value, r) => value + share * (missed[r] as number));
  });
}
