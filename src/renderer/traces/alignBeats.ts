import type { TwinBeat } from '../state/appState.ts';
import type { TraceColumns } from './traceSource.ts';

/** Sample of the fastest rise within the first cycle, the instant beats are laid over each other. */
export function upstrokeIndex(beat: TwinBeat): number {
  const cycle = beat.features.cycleLengthMs;
  const end = cycle === null ? beat.voltageMv.length : Math.min(beat.voltageMv.length, Math.ceil((1.5 * cycle) / beat.dtMs));
  let best = 0;
  let steepest = 0;
  for (let i = 1; i < end; i += 1) {
    const rise = (beat.voltageMv[i] as number) - (beat.voltageMv[i - 1] as number);
    if (rise > steepest) {
      steepest = rise;
      best = i;
    }
  }
  return best;
}

/**
 * Beats laid over each other at the first upstroke (time 0, ms), on a common grid of `points` samples that covers
 * the first of them. A cell that does not beat is laid from its beginning.
 */
export function alignBeats(beats: readonly TwinBeat[], points = 2400): TraceColumns {
  const first = beats[0];
  if (first === undefined || first.voltageMv.length < 2) return [[]];
  const origin = beats.map((beat) => (beat.outcome === 'beating' || beat.outcome === 'irregular' ? upstrokeIndex(beat) * beat.dtMs : 0));
  const startMs = -(origin[0] as number);
  const lengthMs = (first.voltageMv.length - 1) * first.dtMs;
  const count = Math.min(points, first.voltageMv.length);
  const timeMs = Float64Array.from({ length: count }, (_, i) => startMs + (lengthMs * i) / (count - 1));
  const columns = beats.map((beat, which) =>
    Array.from(timeMs, (time) => interpolate(beat, time + (origin[which] as number))),
  );
  return [timeMs, ...columns];
}

function interpolate(beat: TwinBeat, timeMs: number): number | null {
  const at = timeMs / beat.dtMs;
  const below = Math.floor(at + 1e-9);
  if (below < 0 || below >= beat.voltageMv.length) return null;
  const left = beat.voltageMv[below] as number;
  const right = beat.voltageMv[below + 1] ?? left;
  return left + (right - left) * (at - below);
}
