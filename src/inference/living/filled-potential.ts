import type { FreeRecording } from '../../core/trace/recording.ts';

/** More lost samples than this share are no recording of a beat. */
const MOST_LOST = 0.2;

/** The potential with lost samples put on a line between their neighbours, mV. @throws Error where too many are lost */
export function filledPotential({ name, voltageMv }: FreeRecording): Float64Array {
  const filled = Float64Array.from(voltageMv);
  const lost = filled.reduce((count, mv) => count + (Number.isFinite(mv) ? 0 : 1), 0);
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
