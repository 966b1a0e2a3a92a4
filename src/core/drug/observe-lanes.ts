import { LANES, observedOutputs } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { LaneCourse } from './lane-course.ts';
import type { LaneMark, LaneMarks } from './lane-marks.ts';
import { RECORD_DT_MS, startLanes } from './lane-record.ts';
import { ObservedCharges, type ObservedSteps } from './observed-charges.ts';
import { limitsOf, samplesOf, type LaneRun } from './record-lanes.ts';

/** Steps between two looks at the time of a lane: little is run behind the last sample that is wanted. */
const OBSERVED_CHUNK = 128;

/** A part of a record, ms of it. */
export type Span = readonly [fromMs: number, toMs: number];

/** Currents and calcium of one cell over a part of its record, from sample `from` of it on. */
export interface Observed {
  readonly from: number;
  readonly charges: ObservedCharges;
  /** Calcium in the cytosol, mM. */
  readonly calciumMm: Float32Array;
}

/** A part of a record whose currents and calcium are wanted. */
export interface ObservationWish {
  /** Its place in the list of cells. */
  readonly cell: number;
  /** The last of its marks before the span. */
  readonly mark: LaneMark;
  readonly span: Span;
}

/** @param marks of the record of a cell */
export function observationWish(cell: number, marks: LaneMarks, span: Span): ObservationWish {
  return { cell, span, mark: marks.before(Math.floor(span[0] / RECORD_DT_MS)) };
}

/** A lane that is run again from a mark. */
interface Rerun {
  readonly wish: number;
  readonly cell: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Samples of the record: the first after the start, and one behind the last. */
  readonly from: number;
  readonly end: number;
  readonly chunks: Float32Array[];
  timeMs: number;
  given: number;
}

/**
 * Runs recorded cells again where their currents and calcium are wanted, from the marks before, in the kernel that writes them: the same
 * steps with the same potential. Most of a record is wanted of no cell, and writing costs as much as computing.
 * @param run that of the record
 * @param onObserved called once for each wish, in the order in which they end; it must leave the kernel alone
 */
export function observeLanes(
  kernel: PopulationKernel,
  run: LaneRun,
  wishes: readonly ObservationWish[],
  onObserved: (wish: number, observed: Observed) => void,
): void {
  if (wishes.length === 0) return;
  const { cells, condition, course } = run;
  const limits = limitsOf(run);
  const settleMs = 1000 * condition.settleS;
  const count = samplesOf(run);
  const { paced } = kernel.modes;
  const free = startLanes(kernel, cells, condition, limits);
  if (free) {
    kernel.setParameters(paced, cells.slice(0, LANES));
    kernel.startUnpaced(limits);
  }
  const started = free ? kernel.laneState(0) : undefined;
  const currents = kernel.model.currents.length;
  const stride = (2 + observedOutputs(kernel.model).length) * LANES;
  let next = 0;
  const lanes = Array.from({ length: LANES }, (_, at) => nextWish(at));
  while (lanes.some((lane) => lane !== null)) {
    const chunk = kernel.observed(course?.steps ?? OBSERVED_CHUNK).slice();
    lanes.forEach((lane, at) => {
      if (lane === null) return;
      lane.chunks.push(chunk);
      for (let i = at + LANES; i < chunk.length; i += stride) lane.timeMs += chunk[i] as number;
      if (course !== null) follow(course, lane, at);
      if (lane.timeMs < lane.endMs) return;
      const { chunks, startMs, from, end } = lane;
      const steps = { chunks, stride, lane: at, currents, startMs, from, end, settleMs };
      onObserved(lane.wish, { from, charges: new ObservedCharges(steps), calciumMm: calciumOf(steps) });
      lanes[at] = nextWish(at);
    });
  }

  function nextWish(at: number): Rerun | null {
    const wish = wishes[next];
    if (wish === undefined) return null;
    const { cell, mark, span } = wish;
    kernel.setLaneParameters(paced, at, cells[cell] as Float64Array);
    kernel.restoreLane(at, mark.words, started);
    course?.give(kernel, paced, at, cell, mark.given);
    const end = Math.min(count, Math.ceil(span[1] / RECORD_DT_MS) + 2);
    const endMs = settleMs + (end - 1) * RECORD_DT_MS;
    const { timeMs, samples: from, given } = mark;
    return { wish: next++, cell, startMs: timeMs, endMs, from, end, chunks: [], timeMs, given };
  }

  function follow(of: LaneCourse, lane: Rerun, at: number): void {
    const wanted = of.wanted(lane.cell, lane.timeMs - settleMs, lane.given);
    if (wanted === lane.given) return;
    lane.given = wanted;
    of.give(kernel, paced, at, lane.cell, wanted);
  }
}

/** Calcium at the samples: that of the step in which a sample lies. It is written behind the currents. */
function calciumOf({ chunks, stride, lane, startMs, settleMs, from, end }: ObservedSteps): Float32Array {
  const calciumMm = new Float32Array(end - from);
  let timeMs = startMs;
  let samples = from;
  for (const chunk of chunks)
    for (let i = lane; i < chunk.length && samples < end; i += stride) {
      timeMs += chunk[i + LANES] as number;
      for (; samples < end && settleMs + samples * RECORD_DT_MS <= timeMs; samples++)
        calciumMm[samples - from] = chunk[i + stride - LANES] as number;
    }
  return calciumMm;
}
