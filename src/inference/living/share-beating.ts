/**
 * Share of beating cells among those that a clamp leaves open. Few points of a Gaussian beat, since cells that beat are a thin set: the
 * odds of its draws count by as much as real cells beat more often than draws of the prior do (Bayes' rule for the class).
 * @param drawn which draws of the posterior beat
 * @param prior which draws of its prior beat
 * @param others which other living cells beat; null where none are known: half are taken to
 * @example shareBeating([true, false, false, false], [true, ...Array(9).fill(false)], null)
 */
export function shareBeating(drawn: readonly boolean[], prior: readonly boolean[], others: readonly boolean[] | null): number {
  const odds = (oddsOf(drawn) / oddsOf(prior)) * (others === null ? 1 : oddsOf(others));
  return odds / (1 + odds);
}

/** With half a cell of each kind added: no few cells prove that others never do it. */
function oddsOf(beat: readonly boolean[]): number {
  const beating = beat.filter(Boolean).length;
  return (beating + 0.5) / (beat.length - beating + 0.5);
}
