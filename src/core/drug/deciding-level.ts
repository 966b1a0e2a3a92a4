import type { SweepLevel } from './experiment-schema.ts';

/** The highest concentration at which the twin still has an APD90 that can be compared, nM; null where there is none. */
export function decidingNm(levels: readonly SweepLevel[]): number | null {
  const apd90Of = ({ twin }: SweepLevel): number | null => twin.features['apd90Ms'] ?? null;
  const without = levels.find(({ nM }) => nM === 0);
  if (without === undefined || apd90Of(without) === null) return null;
  return levels.filter((level) => level.nM > 0 && apd90Of(level) !== null).at(-1)?.nM ?? null;
}
