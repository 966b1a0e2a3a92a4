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

/**
 * Takes the steps of a chunk that ends before the record begins: only time passes. All lanes in one loop, so that a processor adds four
 * times at once.
 * @param chunk per step the potentials of all lanes and their dt @returns false where it may not end before, or a lane diverged
 */
export function passChunk(lanes: readonly Lane[], chunk: Float32Array, settleMs: number): boolean {
  const stride = 2 * LANES;
  const longestMs = (chunk.length / stride) * FREE_LIMITS.dtMax;
  const last = chunk.length - stride;
  if (lanes.some(({ timeMs }, at) => timeMs + longestMs >= settleMs || !Number.isFinite(chunk[last + at]))) return false;
  const timeOf = (at: number): number => lanes[at]?.timeMs ?? 0;
  let [a, b, c, d] = [timeOf(0), timeOf(1), timeOf(2), timeOf(3)];
  for (let i = LANES; i < chunk.length; i += stride) {
    a += chunk[i] as number;
    b += chunk[i + 1] as number;
    c += chunk[i + 2] as number;
    d += chunk[i + 3] as number;
  }
  [a, b, c, d].forEach((timeMs, at) => {
    const lane = lanes[at];
    if (lane !== undefined) Object.assign(lane, { timeMs, before: chunk[last + at] });
  });
  return true;
}
