import type { SampleBlock } from '../../shared/contract/contract.ts';
import { steadyRange } from './steadyRange.ts';
import type { SweepShape } from './sweepShape.ts';
import { TraceSource } from './traceSource.ts';

/** Sweeps on screen, one over the other: a drift shows as a fan. */
export const OVERLAID = 5;
/** Samples that one drawn pair of extremes stands for. */
const FOLD = 4;

/** The last sweeps of the test pulses for display, drawn at most once a frame. */
export class ScopeTraces {
  /** Time, then the current of each sweep, the newest last: it is drawn over the others. */
  readonly current = new TraceSource();
  private shape: SweepShape | null = null;
  private sweeps: (Float32Array | null)[] = [];
  private timeMs = new Float64Array(0);
  private drawing = false;
  /** Range of the steady parts of all sweeps, pA; null while there are none. */
  private steady: readonly [number, number] | null = null;

  expect(shape: SweepShape): void {
    if (this.shape?.beforeMs === shape.beforeMs && this.shape.sweepMs === shape.sweepMs) return;
    this.shape = shape;
    this.clear();
  }

  clear(): void {
    this.sweeps = [];
    this.steady = null;
    this.redraw();
  }

  /** Blocks of whole sweeps; of one that was coalesced to extremes the last sweep is shown. */
  push(block: SampleBlock): void {
    if (this.shape === null) return;
    const samples = Math.round((this.shape.sweepMs * block.sampleRateHz) / 1000);
    const points = block.stride === 1 ? samples : 2 * Math.floor(samples / block.stride);
    if (points < 2 || block.currentPa.length < points) return;
    const sweep = block.currentPa.subarray(block.currentPa.length - points);
    const drawn = block.stride === 1 ? extremes(sweep, FOLD) : sweep;
    if (this.timeMs.length !== drawn.length) {
      this.sweeps = [];
      this.timeMs = Float64Array.from(drawn, (_, i) => ((i + 0.5) * (this.shape?.sweepMs ?? 0)) / drawn.length);
    }
    this.sweeps = [drawn, ...this.sweeps.slice(0, OVERLAID - 1)];
    this.redraw();
  }

  /** What autoscale shows: the capacitive transients may leave the plot. */
  steadyRange(): readonly [number, number] | null {
    return this.steady;
  }

  private redraw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const shown = this.sweeps.filter((sweep) => sweep !== null);
      this.steady = this.shape === null ? null : steadyRange(shown, this.shape);
      const empty = this.timeMs.length === 0 ? [] : new Array<null>(this.timeMs.length).fill(null);
      this.current.set([this.timeMs, ...Array.from({ length: OVERLAID }, (_, i) => shown[OVERLAID - 1 - i] ?? empty)]);
    });
  }
}

/** Smallest and largest of every `fold` samples, in turns. */
function extremes(values: Float32Array, fold: number): Float32Array {
  const pairs = Math.ceil(values.length / fold);
  const out = new Float32Array(2 * pairs);
  for (let pair = 0; pair < pairs; pair++) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = pair * fold; i < Math.min(values.length, (pair + 1) * fold); i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    out[2 * pair] = low;
    out[2 * pair + 1] = high;
  }
  return out;
}
