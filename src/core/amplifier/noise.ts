import type { Random } from '../random/random.ts';

/** White Gaussian noise of a given rms, one value a call. @throws Error where the rms is negative or not a number. */
export function createWhiteNoise(random: Random, rms: number): () => number {
  if (!(rms >= 0)) throw new Error(`Noise rms must be 0 or more, got ${rms}. Correct the noise setting.`);
  return () => rms * random.normal();
}
