/** True rates by index, Hz: those labelled 1.25, 5, 10 and 20 kHz are 1.25 MHz over a power of two. */
export const SAMPLING_RATES_HZ = [1.25e6 / 1024, 1.25e6 / 256, 1.25e6 / 128, 1.25e6 / 64, 50_000, 100_000, 200_000] as const;
