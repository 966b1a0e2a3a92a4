import type { DesignLimits } from './design-limits.ts';

/**
 * Rest between two downloads as it is designed, ms. A device needs some milliseconds to go on, and the rest as it was played is what is
 * inferred from.
 */
export const DOWNLOAD_REST_MS = 20;

/** Rests between downloads in a free part of so many segments. */
export function restsOf(genes: number, limits: Pick<DesignLimits, 'itemsPerDownload'>): number {
  let rests = 0;
  for (let i = 0; i < genes; i++) if (isAfterRest(i, limits)) rests++;
  return rests;
}

/**
 * Whether a segment of the free part comes after such a rest. The first download holds the hold before the protocol, the others begin
 * with a segment of the free part; each ends with its rest.
 */
export function isAfterRest(gene: number, { itemsPerDownload }: Pick<DesignLimits, 'itemsPerDownload'>): boolean {
  if (itemsPerDownload === undefined) return false;
  const first = itemsPerDownload - 2;
  return gene >= first && (gene - first) % (itemsPerDownload - 1) === 0;
}
