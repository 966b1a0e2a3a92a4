import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, type Pacing, type PopulationKernel } from '../simulate/kernel.ts';
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

export interface StartedLanes {
  /** Whether they run in the free kernel: unpaced, without dynamic clamp. */
  readonly free: boolean;
  readonly pacing: Pacing;
}

/** Puts cells into the lanes, free or paced from their start. */
export function startLanes(kernel: PopulationKernel, cells: readonly Float64Array[], { paceMs }: SweepCondition): StartedLanes {
  const added = cells.some((values) => values[kernel.model.index('dynamicClamp.IK1')] !== 0);
  const pacing: Pacing = paceMs === null ? { periodMs: NEVER_MS, durationMs: 1, amplitude: 0 } : { periodMs: paceMs, ...STIMULUS };
  const free = paceMs === null && !added;
  kernel.setCells(free ? kernel.modes.free : kernel.modes.paced, cells);
  if (free) kernel.startFree(FREE_LIMITS);
  else kernel.startPaced(FREE_LIMITS, pacing);
  return { free, pacing };
}

/**
 * Takes the steps of a chunk of the kernel into the record of one lane, to the end of the record at most.
 * @param chunk per step the potentials of all lanes, their dt, and what else is written: `stride` floats
 * @param at the lane
 */
export function recordChunk(lane: Lane, trace: Float32Array, chunk: Float32Array, at: number, stride: number, settleMs: number): void {
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
    while (nextMs <= timeMs && samples < trace.length) {
      trace[samples++] = Number.isNaN(before) ? v1 : before + ((v1 - before) * (nextMs - start)) / dt;
      nextMs = settleMs + samples * RECORD_DT_MS;
    }
    before = v1;
  }
  lane.timeMs = timeMs;
  lane.before = before;
  lane.samples = samples;
}

/** Takes one step of a lane into its record. A lane that diverged fills its record with NaN. */
export function recordStep(lane: Lane, trace: Float32Array, chunk: Float32Array, i: number, settleMs: number): void {
  const dt = chunk[i + LANES] as number;
  const v1 = chunk[i] as number;
  if (!Number.isFinite(v1) || !Number.isFinite(dt)) {
    trace.fill(NaN, lane.samples);
    lane.samples = trace.length;
    lane.before = NaN;
    return;
  }
  const start = lane.timeMs;
  lane.timeMs += dt;
  for (
    let at = settleMs + lane.samples * RECORD_DT_MS;
    lane.samples < trace.length && at <= lane.timeMs;
    at = settleMs + ++lane.samples * RECORD_DT_MS
  )
    trace[lane.samples] = Number.isNaN(lane.before) ? v1 : lane.before + ((v1 - lane.before) * (at - start)) / dt;
  lane.before = v1;
}
