/**
 * Members of an ensemble of which a given share beats, in the order they were drawn; fewer where too few of a kind were drawn.
 * @param beating which draws beat
 */
export function membersByShare(
  draws: readonly Float64Array[],
  beating: readonly boolean[],
  share: number,
  members: number,
): Float64Array[] {
  const wanted = { beat: Math.round(share * members), rest: members - Math.round(share * members) };
  return draws.filter((_, k) => (beating[k] === true ? wanted.beat-- : wanted.rest--) > 0);
}
