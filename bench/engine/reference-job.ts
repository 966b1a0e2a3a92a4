import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { protocolDurationMs, segmentEndMv, segmentStartMv } from '../../src/core/protocol/protocol.ts';
import { simulateClamp } from '../../src/core/simulate/reference-clamp.ts';
import { simulateFree } from '../../src/core/simulate/reference-free.ts';

/** Interval of the reference's potentials: an APD90 is told to 0.01 % and better. */
export const BEAT_DT_MS = 0.1;
export const CLAMP_RATE_HZ = 10_000;
export const BEAT_SETTLE_S = 100;
export const BEAT_SECONDS = 10;

/** One cell (ADJUSTABLE values) for the reference engine at small steps. */
export type ReferenceJob =
  | { readonly kind: 'clamp'; readonly values: Float64Array; readonly protocol: Protocol; readonly rsCmMs: number }
  | { readonly kind: 'beats'; readonly values: Float64Array };

export interface ReferenceTrace {
  /** Current without its sample at 0 (pA/pF), or the potential (mV). */
  readonly trace: Float32Array;
  /** Behind a series resistance: farthest from the command, mV, later than SETTLED_MS after the edges of segments. */
  readonly offCommandMv: number;
}

/** A clamp that has not settled the membrane by then has lost it. */
export const SETTLED_MS = 10;

export function runReference(job: ReferenceJob): ReferenceTrace {
  if (job.kind === 'beats') {
    const { voltageMv } = simulateFree(job.values, { settleS: BEAT_SETTLE_S, seconds: BEAT_SECONDS, outputDtMs: BEAT_DT_MS });
    return { trace: voltageMv, offCommandMv: 0 };
  }
  const { values, protocol, rsCmMs } = job;
  const currents = rsCmMs > 0 ? ['vMid'] : [];
  const result = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: CLAMP_RATE_HZ, rsCmMs, currents });
  const potential = result.currents['vMid'];
  return { trace: result.current.slice(1), offCommandMv: potential ? offCommand(potential, protocol) : 0 };
}

function offCommand(potential: Float32Array, protocol: Protocol): number {
  const perMs = (potential.length - 1) / protocolDurationMs(protocol);
  let worst = 0;
  let start = 0;
  for (const segment of protocol.segments) {
    const end = start + segment.durationMs;
    const [from, slope] = [segmentStartMv(segment), (segmentEndMv(segment) - segmentStartMv(segment)) / segment.durationMs];
    for (let k = Math.ceil((start + SETTLED_MS) * perMs); k <= end * perMs; k++) {
      worst = Math.max(worst, Math.abs((potential[k] ?? NaN) - from - slope * (k / perMs - start)));
    }
    start = end;
  }
  return worst;
}
