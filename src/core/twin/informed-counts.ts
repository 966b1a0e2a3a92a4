import type { InformedBy, Twin } from './twin.ts';

/** How many parameters of a twin the recording informs, and how far. */
export function informedCounts(twin: Twin): Record<InformedBy, number> {
  const count = (by: InformedBy): number => twin.parameters.filter(({ informedBy }) => informedBy === by).length;
  return { data: count('data'), partly: count('partly'), prior: count('prior'), nothing: count('nothing') };
}
