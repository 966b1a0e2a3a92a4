import type { AmplifierCapabilities } from './capabilities.ts';

/** Rate of the published recordings of iPSC-CM currents, of the networks and of the designer, Hz. */
const USUAL_HZ = 10_000;

/**
 * Rate to record at where none is requested: 10 kHz, or the lowest multiple of it, or the next above it, or the fastest the amplifier has.
 */
export function usualRateHz({ sampleRatesHz }: Pick<AmplifierCapabilities, 'sampleRatesHz'>): number {
  const enough = sampleRatesHz.filter((rateHz) => rateHz >= USUAL_HZ);
  const multiples = enough.filter((rateHz) => rateHz % USUAL_HZ === 0);
  if (multiples.length > 0) return Math.min(...multiples);
  return enough.length > 0 ? Math.min(...enough) : Math.max(...sampleRatesHz);
}
