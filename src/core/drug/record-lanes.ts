import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { LaneCourse } from './lane-course.ts';
import { newLane, passChunk, RECORD_DT_MS, recordChunk, startLanes, type Lane } from './lane-record.ts';
import type { SweepCondition } from './sweep-condition.ts';

/** Steps between two marks. */
const MARK_STEPS = 256;

export interface LanePlace {
  /** From the start of its settling, ms. */
  readonly timeMs: number;
  /** Samples of the record before it. */
  readonly samples: number;
  /** What the course had given to the lane. */
  readonly given: number;
}

/** Where all lanes were at one step: what follows can be run again from there. */
export interface LaneMark {
  readonly lanes: readonly LanePlace[];
  readonly states: Float32Array;
}

export interface RecordedLanes {
  /** Of each cell, mV, every RECORD_DT_MS from the end of settling; NaN from where it diverged. */
  readonly voltagesMv: readonly Float32Array[];
  /** In order of time, the first at the start. */
  readonly marks: readonly LaneMark[];
  /** Whether they ran in the free kernel. */
  readonly free: boolean;
}

/**
 * Runs up to four cells free or paced and records their potential. The record of a cell does not depend on its neighbours.
 * @param cells values of the model, with the condition and what the course starts with
 */
export function recordLanes(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  condition: SweepCondition,
  course: LaneCourse | null,
): RecordedLanes {
  const settleMs = 1000 * condition.settleS;
  const count = Math.round((1000 * condition.seconds) / RECORD_DT_MS) + 1;
  const voltagesMv = cells.map(() => new Float32Array(count));
  const lanes = cells.map(newLane);
  const given = cells.map(() => course?.start ?? 0);
  const marks: LaneMark[] = [];
  const { free } = startLanes(kernel, cells, condition);
  const mode = free ? kernel.modes.free : kernel.modes.paced;
  const steps = course?.steps ?? MARK_STEPS;
  for (let done = 0; lanes.some(({ samples }) => samples < count); done += steps) {
    if (done % MARK_STEPS === 0) marks.push({ lanes: lanes.map(placeOf), states: kernel.laneStates() });
    const chunk = free ? kernel.free(steps) : kernel.paced(steps);
    const passed = passChunk(lanes, chunk, settleMs);
    lanes.forEach((lane, at) => {
      if (lane.samples >= count) return;
      if (!passed) recordChunk(lane, voltagesMv[at] as Float32Array, chunk, at, 2 * LANES, settleMs);
      if (course !== null) follow(course, at, lane.timeMs - settleMs);
    });
  }
  return { voltagesMv, marks, free };

  function placeOf({ timeMs, samples }: Lane, at: number): LanePlace {
    return { timeMs, samples, given: given[at] as number };
  }

  function follow(of: LaneCourse, at: number, timeMs: number): void {
    const now = given[at] as number;
    const next = of.wanted(at, timeMs, now);
    if (next === now) return;
    given[at] = next;
    of.give(kernel, mode, at, next);
  }
}
