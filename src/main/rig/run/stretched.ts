import type { PlayedRest } from '../amplifier/amplifier-events.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';

/** A device that has not gone on by now will not: ten times the slowest change of downloads that a busy computer makes. */
const LONGEST_REST_S = 10;

/**
 * The items with one that rested longer; null where it cannot have: no step, shorter than it was loaded, longer than any rest, or
 * over before the samples that have come.
 */
export function stretched(items: readonly StimulusItem[], { item, durationUs }: PlayedRest, takenUs: number): StimulusItem[] | null {
  const loaded = items[item];
  if (loaded === undefined || loaded.kind !== 'step' || !Number.isInteger(durationUs)) return null;
  if (durationUs < loaded.durationUs || durationUs > loaded.durationUs + LONGEST_REST_S * 1e6) return null;
  const loadedEndUs = items.slice(0, item + 1).reduce((sum, one) => sum + one.durationUs, 0);
  // The sample at its loaded end may have come, none after it; times are whole us.
  if (takenUs > loadedEndUs + 1) return null;
  return items.with(item, { ...loaded, durationUs });
}
