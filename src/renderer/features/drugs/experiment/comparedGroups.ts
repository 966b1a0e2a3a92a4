/** Levels of a comparison under the words of their cell and condition, in the order of their first. */
export function comparedGroups<T extends { readonly cell: string; readonly condition: string }>(levels: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const level of levels) {
    const title = `${level.cell}, ${level.condition}`;
    groups.set(title, [...(groups.get(title) ?? []), level]);
  }
  return [...groups];
}
