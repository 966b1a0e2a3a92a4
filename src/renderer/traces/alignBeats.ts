import type { TwinBeat } from '../state/appState.ts';
import type { TraceColumns } from './traceSource.ts';

/** Grid points of a zoomed window. */
const WINDOW_POINTS = 1200;

/** Time before the aligned upstroke, in cycles: the diastole before it is shown too. */
const LEAD_CYCLES = 0.3;

/** Sample of the upstroke at which beats are aligned: the first that has a diastole before it, otherwise the first. */
export function upstrokeIndex(beat: TwinBeat): number {
  const cycle = (beat.features.cycleLengthMs ?? 0) / beat.dtMs;
  const early = steepest(beat, 1, Math.max(2, Math.ceil((1 + LEAD_CYCLES) * cycle)));
  const led = steepest(beat, Math.max(1, Math.floor(LEAD_CYCLES * cycle)), Math.max(2, Math.ceil((1 + LEAD_CYCLES) * cycle)));
  return led.riseMv >= early.riseMv / 2 ? led.index : early.index;
}

function steepest(beat: TwinBeat, from: number, to: number): { index: number; riseMv: number } {
  const best = { index: 0, riseMv: 0 };
  for (let i = from; i < Math.min(to, beat.voltageMv.length); i += 1) {
    const riseMv = (beat.voltageMv[i] as number) - (beat.voltageMv[i - 1] as number);
    if (riseMv > best.riseMv) Object.assign(best, { index: i, riseMv });
  }
  return best;
}

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
