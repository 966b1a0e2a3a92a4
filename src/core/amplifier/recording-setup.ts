import { nullable, numberBetween, record, type Of } from '../schema/index.ts';
import type { AmplifierCapabilities } from './capabilities.ts';
import { usualRateHz } from './usual-rate.ts';

/** Rate, output filter and gain of recordings as an operator sets them; null: the usual one of the device. */
export const recordingSetupSchema = record({
  sampleRateHz: nullable(numberBetween(100, 1e6)),
  /** Corner of the low-pass filter of the current, Hz. */
  filterHz: nullable(numberBetween(10, 1e6)),
  /** Full scale of the current, pA: the gain of the amplifier. */
  rangePa: nullable(numberBetween(1, 1e8)),
});
export type RecordingSetup = Of<typeof recordingSetupSchema>;

export const USUAL_SETUP: RecordingSetup = { sampleRateHz: null, filterHz: null, rangePa: null };

/** What is usual where nothing is set: the published recordings of iPSC-CM, and a range for the sodium current. */
export const USUAL_RECORDING = { filterHz: 5000, rangePa: 20_000 } as const;

export type ChosenSetup = { readonly [K in keyof RecordingSetup]: number };

type Offers = Pick<AmplifierCapabilities, 'sampleRatesHz' | 'currentRangesPa' | 'outputFilter'>;

/** Smallest range that holds the usual currents, or the largest there is. */
export function usualRangePa({ currentRangesPa }: Offers): number {
  const enough = currentRangesPa.filter((rangePa) => rangePa >= USUAL_RECORDING.rangePa);
  return enough.length > 0 ? Math.min(...enough) : Math.max(...currentRangesPa);
}

/** Highest corner that a recording of this rate may have, Hz: above half the rate noise is folded into it. */
export function highestFilterHz({ outputFilter }: Offers, sampleRateHz: number): number {
  return Math.min(outputFilter.highestHz, sampleRateHz / 2);
}

/**
 * What a device records with for what is set, and a sentence for each setting that it does not offer; those are then the usual ones.
 * @example setupFor({ sampleRateHz: 30_000, filterHz: null, rangePa: null }, capabilities).problems[0]
 * // 'Expected a sampling rate of 10, 20, 50 kHz, 30 kHz is set. Choose one of these; until then recordings have 10 kHz.'
 */
export function setupFor(setup: RecordingSetup, offers: Offers): { readonly chosen: ChosenSetup; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const one = (what: string, set: number | null, offered: readonly number[], usual: number, unit: string): number => {
    if (set === null || offered.includes(set)) return set ?? usual;
    const shown = [...offered].sort((a, b) => a - b).map((value) => value / 1000);
    problems.push(
      `Expected a ${what} of ${shown.join(', ')} ${unit}, ${set / 1000} ${unit} is set. Choose one of these; until then recordings have ` +
        `${usual / 1000} ${unit}.`,
    );
    return usual;
  };
  const sampleRateHz = one('sampling rate', setup.sampleRateHz, offers.sampleRatesHz, usualRateHz(offers), 'kHz');
  const rangePa = one('range of the current', setup.rangePa, offers.currentRangesPa, usualRangePa(offers), 'nA');
  const least = offers.outputFilter.lowestHz;
  const most = highestFilterHz(offers, sampleRateHz);
  const usualHz = Math.max(least, Math.min(USUAL_RECORDING.filterHz, most));
  const set = setup.filterHz;
  const filterHz = set === null || (Number.isInteger(set) && set >= least && set <= most) ? (set ?? usualHz) : usualHz;
  if (set !== null && filterHz !== set)
    problems.push(
      `Expected a filter of ${least / 1000} to ${most / 1000} kHz at a rate of ${sampleRateHz / 1000} kHz, ${set / 1000} kHz is set. ` +
        `Choose another; until then recordings have ${usualHz / 1000} kHz.`,
    );
  return { chosen: { sampleRateHz, filterHz, rangePa }, problems };
}
