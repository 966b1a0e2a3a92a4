import { LANES } from '../simulate/kernel-layout.ts';
import type { FreeLimits, Pacing, PopulationKernel } from '../simulate/kernel.ts';
import type { SweepCondition } from './sweep-condition.ts';

/** Stimulus of a paced cell: 2 ms of 20 A/F, as `simulate ap` has it. */
export const STIMULUS = { durationMs: 2, amplitude: 20 } as const;
/** Longer than any train of stimuli. */
export const NEVER_MS = 1e6;
/** Interval of the record, ms: an upstroke is read over two of them. */
export const RECORD_DT_MS = 0.5;

/** How far a lane of the kernel is: its time, its potential there, and the samples that it has filled. */
export interface Lane {
  timeMs: number;
  before: number;
  samples: number;
}

export function newLane(): Lane {
  return { timeMs: 0, before: NaN, samples: 0 };
}

/**
 * Puts the first cells into the lanes, free or paced from their start.
 * @returns whether they run in the free kernel: unpaced, without dynamic clamp
 */
export function startLanes(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  { paceMs }: SweepCondition,
  limits: FreeLimits,
): boolean {
  const added = cells.some((values) => values[kernel.model.index('dynamicClamp.IK1')] !== 0);
  const pacing: Pacing = paceMs === null ? { periodMs: NEVER_MS, durationMs: 1, amplitude: 0 } : { periodMs: paceMs, ...STIMULUS };
  const free = paceMs === null && !added;
  kernel.setCells(free ? kernel.modes.free : kernel.modes.paced, cells.slice(0, LANES));
  if (free) kernel.startFree(limits);
  else kernel.startPaced(limits, pacing);
  return free;
}

/**
 * Takes the steps of a chunk of the kernel into the record of one lane, to the end of the record at most.
 * @param chunk per step the potentials of all lanes, their dt, and what else is written: `stride` floats
 * @param at the lane
 */
export function recordChunk(lane: Lane, trace: Float64Array, chunk: Float32Array, at: number, stride: number, settleMs: number): void {
  let { timeMs, before, samples } = lane;
  let nextMs = settleMs + samples * RECORD_DT_MS;
  for (let i = at; i < chunk.length && samples < trace.length; i += stride) {
    const v1 = chunk[i] as number;
    const dt = chunk[i + LANES] as number;
    // A lane that diverged fills its record with NaN; both are numbers where their sum is.
    if (!Number.isFinite(v1 + dt)) {
      trace.fill(NaN, samples);
      samples = trace.length;
      before = NaN;
      break;
    }
    const start = timeMs;
    timeMs += dt;
    if (nextMs <= timeMs) {
      // Before its first step a lane has no potential yet.
      const slope = Number.isNaN(before) ? 0 : (v1 - before) / dt;
      const from = Number.isNaN(before) ? v1 : before;
      for (; nextMs <= timeMs && samples < trace.length; nextMs = settleMs + samples * RECORD_DT_MS)
        trace[samples++] = Math.fround(from + slope * (nextMs - start));
    }
    before = v1;
  }
  lane.timeMs = timeMs;
  lane.before = before;
  lane.samples = samples;
}
