import type { ToldBy, Twin } from './twin.ts';

/** How many parameters of a twin the recording informs, and how far. */
export function toldCounts(twin: Twin): Record<ToldBy, number> {
  const count = (by: ToldBy): number => twin.parameters.filter(({ toldBy }) => toldBy === by).length;
  return { data: count('data'), partly: count('partly'), prior: count('prior'), nothing: count('nothing') };
}
