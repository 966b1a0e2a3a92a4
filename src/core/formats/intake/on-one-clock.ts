import type { Layout } from './lay-out-sweeps.ts';
import type { IntakePiece } from './intake.ts';

/** The sweeps of a signal on one clock; NaN in the pauses between them. */
export function onOneClock({ places, span }: Layout, sweep: (index: number) => Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(span).fill(NaN);
  for (const { sweep: index, first, n } of places) out.set(sweep(index).subarray(0, n), first);
  return out;
}

/** What has no value takes the next one that has: in a pause the cell is held where the next sweep begins. */
export function filled(values: Float32Array): Float32Array<ArrayBuffer> {
  const out = Float32Array.from(values);
  let known = NaN;
  for (let i = out.length - 1; i >= 0; i--) {
    if (Number.isFinite(out[i]!)) known = out[i]!;
    else out[i] = known;
  }
  for (let i = 0; i < out.length; i++) {
    if (Number.isFinite(out[i]!)) known = out[i]!;
    else out[i] = known;
  }
  return out;
}

/** The stretches of [from, to) in which both signals have a value, counted from `from` on. */
export function finitePieces(
  voltageMv: Float32Array<ArrayBuffer>,
  currentPa: Float32Array<ArrayBuffer>,
  from: number,
  to: number,
): IntakePiece[] {
  const pieces: IntakePiece[] = [];
  let start = -1;
  for (let i = from; i <= to; i++) {
    const there = i < to && Number.isFinite(voltageMv[i]!) && Number.isFinite(currentPa[i]!);
    if (there && start < 0) start = i;
    if (!there && start >= 0) {
      pieces.push({ firstSample: start - from, voltageMv: voltageMv.subarray(start, i), currentPa: currentPa.subarray(start, i) });
      start = -1;
    }
  }
  return pieces;
}
