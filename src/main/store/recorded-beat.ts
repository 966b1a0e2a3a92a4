import { analyseBeats } from '../../core/beat/beats.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';

/** The drawn trace is averaged to about this interval: enough for an action potential, small enough to send. */
const DRAWN_INTERVAL_MS = 1;

/** Beats of a recorded membrane potential, measured at its full rate; null when samples were lost or it is too short. */
export function recordedBeat(voltageMv: Float32Array, sampleRateHz: number): RecordingSummary['beat'] {
  if (voltageMv.length < 8 || voltageMv.some((millivolt) => Number.isNaN(millivolt))) return null;
  const { outcome, features } = analyseBeats(voltageMv, 1000 / sampleRateHz);
  const fold = Math.max(1, Math.round((DRAWN_INTERVAL_MS * sampleRateHz) / 1000));
  const drawn = Array.from({ length: Math.floor(voltageMv.length / fold) }, (_, i) => {
    let sum = 0;
    for (let k = i * fold; k < (i + 1) * fold; k++) sum += voltageMv[k] as number;
    return sum / fold;
  });
  return { outcome, features, dtMs: (fold * 1000) / sampleRateHz, voltageMv: drawn };
}
