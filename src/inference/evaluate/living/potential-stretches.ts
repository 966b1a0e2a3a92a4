import { findUpstrokes } from '../../../core/beat/upstrokes.ts';
import type { FreeRecording } from '../../../core/trace/recording.ts';
import { filledPotential } from '../../../core/trace/filled-potential.ts';

const AMPLITUDE_MV = 40;
/** Each stretch shows a beating cell's cycle at least so many times. */
const CYCLES = 3;

export interface Stretches {
  /** What a twin is fitted to. */
  readonly fitted: FreeRecording;
  /** What it is tested on; null where a half would show too few beats. */
  readonly later: FreeRecording | null;
}

/** The first half of a free recording and the second, so that one can be the test of a twin of the other. */
export function potentialStretches(potential: FreeRecording): Stretches {
  const half = potential.voltageMv.length >> 1;
  const fitted = { ...potential, voltageMv: potential.voltageMv.slice(0, half) };
  const later = { ...potential, voltageMv: potential.voltageMv.slice(half) };
  const upstrokes = ({ voltageMv }: FreeRecording): number =>
    findUpstrokes(filledPotential({ ...potential, voltageMv }), AMPLITUDE_MV).length;
  const enough = (count: number): boolean => count === 0 || count > CYCLES;
  const whole = upstrokes(potential);
  const shown = [upstrokes(fitted), upstrokes(later)];
  return shown.every(enough) && shown.every((count) => count > 0 === whole > 0) ? { fitted, later } : { fitted: potential, later: null };
}
