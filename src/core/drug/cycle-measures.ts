import type { CellModel } from '../cell/cell-model.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import type { Observed, Span } from './observe-lanes.ts';
import { BEAT_DT_MS, BEAT_POINTS, BEAT_START_MS } from './swept-cell.ts';

/** The last full cycle, from upstroke to upstroke, ms of the record; null where there is none. */
export function lastCycle(upstrokesMs: readonly number[]): Span | null {
  const [start, end] = upstrokesMs.slice(-2);
  return start === undefined || end === undefined ? null : [start, end];
}

/** Net charge of each current over a cycle, pC/pF; outward is positive. */
export function chargesOf({ from, charges }: Observed, cycle: Span, model: CellModel): Readonly<Record<string, number>> {
  const [start, end] = cycle.map((ms) => placeIn(charges.length, ms / RECORD_DT_MS - from)) as [Place, Place];
  const carried = charges.at(Int32Array.of(start.i, start.i + 1, end.i, end.i + 1));
  return Object.fromEntries(
    model.currents.map((name, c) => {
      const [before, afterStart, atEnd, afterEnd] = carried[c] ?? [];
      return [name, within(end, atEnd ?? NaN, afterEnd ?? NaN) - within(start, before ?? NaN, afterStart ?? NaN)];
    }),
  );
}

export interface CalciumTransient {
  readonly amplitudeNm: number;
  /** From the peak to where 1/e of the amplitude is left; null where the cycle ends before it. */
  readonly decayMs: number | null;
}

/** The calcium transient of a cycle: from the lowest value before the peak to the peak. */
export function calciumTransient({ from, calciumMm }: Observed, cycle: Span): CalciumTransient {
  const [start, end] = cycle.map((ms) => Math.round(ms / RECORD_DT_MS) - from) as [number, number];
  let peak = start;
  for (let i = start; i <= end; i++) if ((calciumMm[i] as number) > (calciumMm[peak] as number)) peak = i;
  let low = calciumMm[peak] as number;
  for (let i = start; i <= peak; i++) low = Math.min(low, calciumMm[i] as number);
  const amplitude = (calciumMm[peak] as number) - low;
  const level = low + amplitude / Math.E;
  let decayMs: number | null = null;
  for (let i = peak + 1; i <= end && decayMs === null; i++) {
    const [before, here] = [calciumMm[i - 1] as number, calciumMm[i] as number];
    if (here <= level) decayMs = (i - 1 - peak + (before - level) / (before - here)) * RECORD_DT_MS;
  }
  return { amplitudeNm: 1e6 * amplitude, decayMs };
}

/** The second of a record that is kept as its beat: from before the last full cycle; of a cell without one the last. */
export function beatSpan(voltageMv: Float64Array, cycle: Span | null): Span {
  const last = (voltageMv.length - 1) * RECORD_DT_MS;
  const length = (BEAT_POINTS - 1) * BEAT_DT_MS;
  const start = Math.max(0, Math.min(cycle === null ? last : cycle[0] + BEAT_START_MS, last - length));
  return [start, start + length];
}

/** A current is a mean over the interval of the beat: half of it lies outside. */
export function currentsSpan([start, end]: Span): Span {
  return [Math.max(0, start - BEAT_DT_MS / 2), end + BEAT_DT_MS / 2];
}

/** The potential of a beat, mV. */
export function beatPotential(voltageMv: Float64Array, span: Span): Float32Array {
  return beatPoints(span, (at) => between(voltageMv, at));
}

/** The currents of a beat, A/F. @param observed over its currentsSpan */
export function beatCurrents(span: Span, { from, charges }: Observed, model: CellModel): Readonly<Record<string, Float32Array>> {
  const carriedBy = charges.all();
  const half = BEAT_DT_MS / RECORD_DT_MS / 2;
  return Object.fromEntries(
    model.currents.map((name, c) => {
      const carried = carriedBy[c] as Float32Array;
      // pC/pF over ms is 1000 A/F.
      const mean = (at: number): number => {
        const here = Math.max(0, at - from);
        return (1000 * (between(carried, here + half) - between(carried, here - half))) / BEAT_DT_MS;
      };
      return [name, beatPoints(span, mean)];
    }),
  );
}

function beatPoints([start]: Span, value: (sample: number) => number): Float32Array {
  return Float32Array.from({ length: BEAT_POINTS }, (_, i) => value((start + i * BEAT_DT_MS) / RECORD_DT_MS));
}

/** A place between two samples. */
interface Place {
  readonly i: number;
  readonly share: number;
}

/** Outside of the samples it is the first or the last. */
function placeIn(length: number, at: number): Place {
  const inside = Math.min(length - 1, Math.max(0, at));
  const i = Math.min(length - 2, Math.floor(inside));
  return { i, share: inside - i };
}

function within({ share }: Place, before: number, after: number): number {
  return before + share * (after - before);
}

/** Value between samples; the first and last outside of them. */
function between(values: Float32Array | Float64Array, at: number): number {
  const place = placeIn(values.length, at);
  return within(place, values[place.i] as number, values[place.i + 1] as number);
}
