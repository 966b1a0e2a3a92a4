import { LEAD_CYCLES, upstrokeIndex } from '../../core/beat/upstroke-index.ts';
import type { TwinBeat } from '../state/appState.ts';
import type { TraceColumns } from './traceSource.ts';

/** Grid points of a zoomed window. */
const WINDOW_POINTS = 1200;

/** The part shown first: the aligned beat and the one after it; null shows everything. */
export function firstLook(beats: readonly TwinBeat[]): { fromMs: number; toMs: number } | null {
  const cycle = Math.max(0, ...beats.map((beat) => beat.features.cycleLengthMs ?? 0));
  return cycle === 0 ? null : { fromMs: -LEAD_CYCLES * cycle, toMs: 1.6 * cycle };
}

/**
 * Beats aligned at the upstroke (time 0, ms), on one grid over the window: about two points per pixel.
 * Without a window the grid covers the first of them, finer, so that peaks are kept. A cell that does not beat is aligned
 * at its beginning.
 */
export function alignBeats(beats: readonly TwinBeat[], window: { fromMs: number; toMs: number } | null = null): TraceColumns {
  const first = beats[0];
  if (first === undefined || first.voltageMv.length < 2) return [[]];
  const origin = beats.map((beat) => (beat.outcome === 'beating' || beat.outcome === 'irregular' ? upstrokeIndex(beat) * beat.dtMs : 0));
  const startMs = window?.fromMs ?? -(origin[0] as number);
  const lengthMs = window === null ? (first.voltageMv.length - 1) * first.dtMs : window.toMs - window.fromMs;
  const count = window === null ? Math.min(6000, first.voltageMv.length) : WINDOW_POINTS;
  const timeMs = Float64Array.from({ length: count }, (_, i) => startMs + (lengthMs * i) / (count - 1));
  const columns = beats.map((beat, which) => Array.from(timeMs, (time) => interpolate(beat, time + (origin[which] as number))));
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
