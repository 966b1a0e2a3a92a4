import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { protocolDurationMs, segmentEndMv, segmentStartMv } from '../../src/core/protocol/protocol.ts';
import { SETTLED_MS } from '../../src/core/experiment/clamp-simulator.ts';
import { simulateClamp } from '../../src/core/simulate/reference-clamp.ts';
import { simulateFree } from '../../src/core/simulate/reference-free.ts';
import { REFERENCE_GRID, type GridOptions } from '../../src/core/simulate/step-grid.ts';
import { rmsPercent } from '../measure.ts';

/** Interval of the reference's potentials: an APD90 is accurate to 0.01 % or better. */
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
  /** Change of the trace when the steps are halved, rms in % of range; null where they were not halved. */
  readonly movedPct: number | null;
}

/** A membrane that deviates more than this from the command after settling is not clamped, mV. */
export const LOST_MV = 20;

/**
 * A cell that escapes its clamp fires when it passes a threshold, and an initially invisible difference shifts the time of the spike. The
 * trace is then computed with a quarter of the reference's steps, and the change by the last halving is reported.
 */
export function runReference(job: ReferenceJob): ReferenceTrace {
  if (job.kind === 'beats') {
    const { voltageMv } = simulateFree(job.values, { settleS: BEAT_SETTLE_S, seconds: BEAT_SECONDS, outputDtMs: BEAT_DT_MS });
    return { trace: voltageMv, offCommandMv: 0, movedPct: null };
  }
  const { values, protocol, rsCmMs } = job;
  const currents = rsCmMs > 0 ? ['vMid'] : [];
  const options = { holdS: 10, sampleRateHz: CLAMP_RATE_HZ, rsCmMs };
  const result = simulateClamp(values, protocol, { ...options, currents });
  const potential = result.currents['vMid'];
  const offCommandMv = potential ? offCommand(potential, protocol) : 0;
  if (!(offCommandMv > LOST_MV)) return { trace: result.current.slice(1), offCommandMv, movedPct: null };
  const [half, quarter] = [2, 4].map((factor) =>
    simulateClamp(values, protocol, { ...options, grid: finer(REFERENCE_GRID, factor) }).current.slice(1),
  );
  if (!half || !quarter) throw new Error('The reference at a half and a quarter of its steps is missing.');
  return { trace: quarter, offCommandMv, movedPct: rmsPercent(half, quarter) };
}

/** Every step of the grid in `factor` parts. */
function finer({ dtMin, growth, dtMax, rampStepMv }: GridOptions, factor: number): GridOptions {
  return { dtMin: dtMin / factor, growth: growth ** (1 / factor), dtMax: dtMax / factor, rampStepMv: rampStepMv / factor };
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
