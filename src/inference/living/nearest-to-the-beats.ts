import { memberBeats } from './member-beats.ts';
import type { MemberBeat } from '../../core/twin/ensemble.ts';
import type { InferenceRequest } from '../twin/inference-request.ts';
import { doesBeat } from '../../core/beat/does-beat.ts';

/** Scales on which features of beats are near to each other: shares of durations, mV of potentials. */
const NEAR = { share: 0.2, mv: 5 };

/**
 * Share of the draws from which on the cell beats. A Gaussian leaves the thin set of cells that beat at once: of draws around cells that
 * beat far fewer than half do, of those around cells that rest next to none (docs/science/living-cells.md).
 */
const BEATS_FROM = 0.2;

/**
 * What the cell most likely does, the draws that do it, and among them and the best fit the one in the middle of their beats: where the
 * clamp leaves open what a cell does by itself, a minimum is no better guess of it than any other point.
 */
export function nearestToTheBeats(
  { model, living }: InferenceRequest,
  best: Float64Array,
  draws: readonly Float64Array[],
): { readonly theta: Float64Array; readonly alike: readonly Float64Array[] } {
  if (!living) throw new Error('Beats of members are those of living cells.');
  const thetas = [best, ...draws];
  const beats = memberBeats({ model, kernel: living.kernel }, thetas);
  const beating = beats.map(({ outcome }) => doesBeat({ outcome }));
  const most = beating.slice(1).filter(Boolean).length >= BEATS_FROM * draws.length;
  const alike = [...beats.keys()].filter((k) => beating[k] === most);
  const keys = most ? (['cycleLengthMs', 'apd50Ms', 'apd90Ms', 'mdpMv', 'peakMv'] as const) : (['mdpMv'] as const);
  const middle = keys.map((key) => median(alike.map((k) => placed(beats[k], key))));
  const distance = (k: number): number =>
    keys.reduce((sum, key, q) => {
      const off = placed(beats[k], key) - (middle[q] ?? NaN);
      return sum + (Number.isFinite(off) ? off ** 2 : 100);
    }, 0);
  const [first] = [...alike].sort((a, b) => distance(a) - distance(b));
  return { theta: thetas[first ?? 0] ?? best, alike: alike.filter((k) => k > 0).map((k) => thetas[k] ?? best) };
}

function placed(beat: MemberBeat | undefined, key: 'cycleLengthMs' | 'apd50Ms' | 'apd90Ms' | 'mdpMv' | 'peakMv'): number {
  const value = beat?.features[key] ?? NaN;
  return key === 'mdpMv' || key === 'peakMv' ? value / NEAR.mv : Math.log(value) / NEAR.share;
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
