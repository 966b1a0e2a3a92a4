/** What most cells do: the outcome of the largest share, the first of equal ones; empty without cells. */
export function mostOf(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes).reduce<readonly [string, number]>((most, next) => (next[1] > most[1] ? next : most), ['', 0])[0];
}
