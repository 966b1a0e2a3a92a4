import { settledScore, type SettledTwin } from '../../core/inference/beat-settle.ts';

/** What a choice of a twin needs to know of cells. */
export interface TwinChoice<M extends { readonly theta: Float64Array }> {
  /** Which cells beat or rest as the recorded one was seen to. */
  readonly doAsTheCell: (thetas: readonly Float64Array[]) => readonly boolean[];
  /** A member as a twin. */
  readonly asTwin: (member: M) => SettledTwin;
}

/**
 * The twin, where it does what the cell was seen to do; else the best of its members that does. Near the border of beating a fit may end
 * beside it.
 * @returns the twin itself where no member does
 */
export function twinAsTheCell<M extends { readonly theta: Float64Array }>(
  { doAsTheCell, asTwin }: TwinChoice<M>,
  twin: SettledTwin,
  members: readonly M[],
): SettledTwin {
  if (doAsTheCell([twin.minimum.theta])[0] === true) return twin;
  const does = doAsTheCell(members.map(({ theta }) => theta));
  const [best = twin] = members
    .filter((_, k) => does[k] === true)
    .map(asTwin)
    .sort((a, b) => settledScore(a) - settledScore(b));
  return best;
}
