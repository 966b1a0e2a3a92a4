/** Most samples of one recording: 11 hours at 50 kHz. A file that claims more is damaged, and nothing is allocated for it. */
export const MOST_SAMPLES = 2_000_000_000;

/** Most samples of one chunk; the recorder stores 100 ms at a time. */
export const MOST_CHUNK_SAMPLES = 1_000_000;

/** Lowest and highest sampling rate of a recording, Hz. */
export const RATES_HZ = { lowest: 0.01, highest: 10_000_000 } as const;

/** Most recordings and twins of one cell that are listed. */
export const MOST_ROWS = 1_000;

/** Most events and gaps of one recording. */
export const MOST_ENTRIES = 1_000_000;

/** Longest text of a twin that is read, bytes. */
export const LONGEST_TWIN = 16_000_000;
