import type { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import type { ChangedCell } from '../../core/inference/changed-cell.ts';
import { clampChange, type ClampChange } from '../../core/inference/clamp-change.ts';
import { whiteNoiseSd } from '../../core/math/white-noise.ts';
import { disturbanceSds, withDisturbances } from '../../core/observation/disturbances.ts';
import { presentMeans, sigmaOfWhole } from '../../core/observation/lost-samples.ts';
import { binSigma } from '../../core/observation/noise.ts';

/** How far the change of the current may be off what changes of the twin make, beyond what is common to both recordings. */
const DISCREPANCY = { floorPaPf: 0.1, share: 0.05, timingMs: 0 };
const USUAL_NOISE = 0.1;

/**
 * What changed in a cell between two recordings of the observer's protocol.
 * @param twin of the recording before
 * @param before, after currents, pA/pF; NaN where a sample was lost
 * @param blankMs left out after each jump of the command
 */
export function changeOfRecordings(
  observer: ClampObserver,
  twin: ChangedCell,
  before: Float32Array,
  after: Float32Array,
  blankMs: number,
): Promise<ClampChange> {
  const [pre, post] = [presentMeans(observer.bins, before), presentMeans(observer.bins, after)];
  const noises = [before, after].map((current) => whiteNoiseSd(current.filter((value) => Number.isFinite(value))) ?? USUAL_NOISE);
  const sigma = binSigma(observer.bins, pre.means, Math.hypot(...noises), blankMs, DISCREPANCY);
  const whole = sigmaOfWhole(sigmaOfWhole(sigma, pre.whole), post.whole);
  // Waves and hum of one recording are not those of the other.
  const counted = [before, after].reduce(
    (sds, current) => withDisturbances(sds, disturbanceSds(current, observer.bins, observer.form.protocol, 'living')),
    whole,
  );
  return clampChange(observer, twin, pre.means, post.means, counted);
}
