import { segmentEndMv, type Protocol } from '../protocol/protocol.ts';

/** A step of the command, with what came before it. */
export interface ClampStep {
  readonly voltageMv: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** Command just before the step, mV, and for how long it was constant there, ms: Infinity for the hold, 0 after a ramp. */
  readonly beforeMv: number;
  readonly beforeMs: number;
}

export function clampSteps(protocol: Protocol): ClampStep[] {
  const steps: ClampStep[] = [];
  let startMs = 0;
  let beforeMv = protocol.holdingMv;
  let beforeMs = Infinity;
  for (const segment of protocol.segments) {
    const { durationMs } = segment;
    if (segment.kind === 'step' && segment.voltageMv !== beforeMv)
      steps.push({ voltageMv: segment.voltageMv, startMs, durationMs, beforeMv, beforeMs });
    beforeMs = segment.kind === 'ramp' ? 0 : segment.voltageMv === beforeMv ? beforeMs + durationMs : durationMs;
    startMs += durationMs;
    beforeMv = segmentEndMv(segment);
  }
  return steps;
}

/** A current record that is read by times within its steps; the sample on an edge belongs to the segment that ends there. */
export class StepRecord {
  private readonly current: ArrayLike<number>;
  private readonly perMs: number;

  /** @param current pA/pF, sample k at k / rate */
  constructor(current: ArrayLike<number>, sampleRateHz: number) {
    this.current = current;
    this.perMs = sampleRateHz / 1000;
  }

  /** Mean current between two times, ms from the start of the protocol, (from, to]; at least one sample. */
  mean(fromMs: number, toMs: number): number {
    const last = Math.max(0, Math.floor(toMs * this.perMs + 1e-6));
    const first = Math.min(last, Math.max(0, Math.floor(fromMs * this.perMs + 1e-6) + 1));
    let sum = 0;
    for (let k = first; k <= last; k++) sum += this.current[k] ?? NaN;
    return sum / (last - first + 1);
  }

  /** Lowest of the means over pieces of `pieceMs` between two times. */
  lowest(fromMs: number, toMs: number, pieceMs: number): number {
    let low = Infinity;
    for (let at = fromMs; at + pieceMs <= toMs + 1e-9; at += pieceMs) low = Math.min(low, this.mean(at, at + pieceMs));
    return low;
  }

  highest(fromMs: number, toMs: number, pieceMs: number): number {
    let high = -Infinity;
    for (let at = fromMs; at + pieceMs <= toMs + 1e-9; at += pieceMs) high = Math.max(high, this.mean(at, at + pieceMs));
    return high;
  }
}
