import type { FreeRecording } from './recording.ts';

/** More lost samples than this share are no recording of a beat. */
export const MOST_LOST = 0.2;

/** Share of samples that were lost. */
export function lostShare(voltageMv: ArrayLike<number>): number {
  return lostSamples(voltageMv) / voltageMv.length;
}

function lostSamples(voltageMv: ArrayLike<number>): number {
  let lost = 0;
  for (let i = 0; i < voltageMv.length; i++) if (!Number.isFinite(voltageMv[i])) lost++;
  return lost;
}

/** The potential with lost samples put on a line between their neighbours, mV. @throws Error where too many are lost */
export function filledPotential({ name, voltageMv }: FreeRecording): Float64Array {
  const filled = Float64Array.from(voltageMv);
  const lost = lostSamples(filled);
  if (lost > MOST_LOST * filled.length)
    throw new Error(
      `${name}: ${lost} of ${filled.length} samples of the potential are lost; expected at most a fifth. Choose another free recording.`,
    );
  let before = -1;
  for (let at = 0; at <= filled.length; at++) {
    if (at < filled.length && !Number.isFinite(filled[at])) continue;
    const left = filled[before] ?? filled[at] ?? NaN;
    const right = filled[at] ?? left;
    for (let k = before + 1; k < at; k++) filled[k] = left + ((k - before) / (at - before)) * (right - left);
    before = at;
  }
  return filled;
}
