import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, LONG_STEPS, type FreeLimits, type PopulationKernel } from '../simulate/kernel.ts';
import type { LaneCourse } from './lane-course.ts';
import { LaneMarks } from './lane-marks.ts';
import { newLane, RECORD_DT_MS, recordChunk, startLanes, type Lane } from './lane-record.ts';
import type { SweepCondition } from './sweep-condition.ts';

/** Steps between two marks. */
const MARK_STEPS = 256;

/** One cell. */
export interface CellRecord {
  /** mV, every RECORD_DT_MS from the end of settling; NaN from where the cell diverged. */
  readonly voltageMv: Float64Array;
  readonly marks: LaneMarks;
}

/** Cells that are recorded in one condition. */
export interface LaneRun {
  /** Values of the model, with the condition and what the course starts with. */
  readonly cells: readonly Float64Array[];
  readonly condition: SweepCondition;
  readonly course: LaneCourse | null;
  /** Absent: long steps, or those of a course, which looks at its time after so many of them. */
  readonly limits?: FreeLimits | undefined;
}

export function limitsOf({ course, limits }: LaneRun): FreeLimits {
  return limits ?? (course === null ? LONG_STEPS : FREE_LIMITS);
}

/** Samples of a record. */
export function samplesOf({ condition }: LaneRun): number {
  return Math.round((1000 * condition.seconds) / RECORD_DT_MS) + 1;
}

interface RunningCell {
  readonly cell: number;
  readonly lane: Lane;
  readonly voltageMv: Float64Array;
  readonly marks: LaneMarks;
  steps: number;
  given: number;
}

/**
 * Runs cells free or paced, four at once, and records their potential. A cell whose record is full gives its lane to the next one. The
 * record of a cell does not depend on the others.
 * @param onRecord called once for each cell, in the order in which they end; it must leave the kernel alone, and the next cell of the lane
 * overwrites the potential
 */
export function recordLanes(kernel: PopulationKernel, run: LaneRun, onRecord: (cell: number, record: CellRecord) => void): void {
  const { cells, condition, course } = run;
  if (cells.length === 0) return;
  const settleMs = 1000 * condition.settleS;
  const count = samplesOf(run);
  const free = startLanes(kernel, cells, condition, limitsOf(run));
  const mode = free ? kernel.modes.free : kernel.modes.paced;
  const started = kernel.laneState(0);
  const steps = course?.steps ?? MARK_STEPS;
  const traces = Array.from({ length: LANES }, () => new Float64Array(count));
  let next = 0;
  const lanes = Array.from({ length: LANES }, (_, at) => nextCell(at));
  while (lanes.some((running) => running !== null)) {
    const chunk = free ? kernel.free(steps) : kernel.paced(steps);
    lanes.forEach((running, at) => {
      if (running === null) return;
      const { lane, voltageMv } = running;
      recordChunk(lane, voltageMv, chunk, at, 2 * LANES, settleMs);
      running.steps += steps;
      if (course !== null) follow(course, running, at, lane.timeMs - settleMs);
      if (lane.samples < count) mark(running, at);
      else {
        onRecord(running.cell, running);
        lanes[at] = nextCell(at);
      }
    });
  }

  function nextCell(at: number): RunningCell | null {
    const values = cells[next];
    if (values === undefined) return null;
    kernel.setLaneParameters(mode, at, values);
    kernel.restoreLane(at, started);
    const running: RunningCell = {
      cell: next++,
      lane: newLane(),
      voltageMv: traces[at] as Float64Array,
      marks: new LaneMarks(kernel),
      steps: 0,
      given: course?.start ?? 0,
    };
    mark(running, at);
    return running;
  }

  function mark({ lane: { timeMs, samples }, marks, steps: done, given }: RunningCell, at: number): void {
    if (done % MARK_STEPS === 0) marks.add(at, { timeMs, samples, given });
  }

  function follow(of: LaneCourse, running: RunningCell, at: number, timeMs: number): void {
    const wanted = of.wanted(running.cell, timeMs, running.given);
    if (wanted === running.given) return;
    running.given = wanted;
    of.give(kernel, mode, at, running.cell, wanted);
  }
}

/** The same, all records at once. @returns in the order of the cells */
export function recordsOf(kernel: PopulationKernel, run: LaneRun): CellRecord[] {
  const records: CellRecord[] = [];
  recordLanes(kernel, run, (cell, { voltageMv, marks }) => (records[cell] = { voltageMv: voltageMv.slice(), marks }));
  return records;
}
