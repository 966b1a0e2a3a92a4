import { LANES, observedOutputs } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, type PopulationKernel } from '../simulate/kernel.ts';
import type { LaneCourse } from './lane-course.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import { ObservedCharges, type ObservedSteps } from './observed-charges.ts';
import type { LaneMark, LanePlace, RecordedLanes } from './record-lanes.ts';
import type { SweepCondition } from './sweep-condition.ts';

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

/** A lane that is run again from a mark. */
interface Rerun {
  readonly startMs: number;
  readonly endMs: number;
  /** Samples of the record: the first after the start, and one behind the last. */
  readonly from: number;
  readonly end: number;
  timeMs: number;
  given: number;
}

/**
 * Runs recorded lanes again where their currents and calcium are wanted, from the marks before, in the kernel that writes them: the same
 * steps with the same potential. Most of a record is wanted of no cell, and writing costs as much as computing.
 * @param spans of each cell, null where nothing is wanted @param cells, condition, course those of the record
 */
export function observeLanes(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  condition: SweepCondition,
  course: LaneCourse | null,
  recorded: RecordedLanes,
  spans: readonly (Span | null)[],
): (Observed | null)[] {
  if (spans.every((span) => span === null)) return spans.map(() => null);
  const settleMs = 1000 * condition.settleS;
  const { paced } = kernel.modes;
  if (recorded.free) {
    kernel.setParameters(paced, cells);
    kernel.startUnpaced(FREE_LIMITS);
  }
  const reruns = spans.map((span, at) => {
    if (span === null) return null;
    const first = Math.floor(span[0] / RECORD_DT_MS);
    const mark = recorded.marks.findLast(({ lanes }) => (lanes[at] as LanePlace).samples <= first) as LaneMark;
    kernel.restoreLane(at, mark.states, recorded.free);
    const place = mark.lanes[at] as LanePlace;
    course?.give(kernel, paced, at, place.given);
    return rerun(place, span, (recorded.voltagesMv[at] as Float32Array).length);
  });
  const chunks: Float32Array[] = [];
  const stride = (2 + observedOutputs(kernel.model).length) * LANES;
  while (reruns.some((lane) => lane !== null && lane.timeMs < lane.endMs)) {
    const chunk = kernel.observed(course?.steps ?? OBSERVED_CHUNK).slice();
    chunks.push(chunk);
    reruns.forEach((lane, at) => {
      if (lane === null) return;
      for (let i = at + LANES; i < chunk.length; i += stride) lane.timeMs += chunk[i] as number;
      const next = course?.wanted(at, lane.timeMs - settleMs, lane.given) ?? lane.given;
      if (next === lane.given) return;
      lane.given = next;
      course?.give(kernel, paced, at, next);
    });
  }
  return reruns.map((lane, at) => (lane === null ? null : observed(chunks, stride, at, lane)));

  function rerun({ timeMs, samples, given }: LanePlace, [, toMs]: Span, count: number): Rerun {
    const end = Math.min(count, Math.ceil(toMs / RECORD_DT_MS) + 2);
    return { startMs: timeMs, endMs: settleMs + (end - 1) * RECORD_DT_MS, from: samples, end, timeMs, given };
  }

  function observed(all: readonly Float32Array[], step: number, lane: number, { startMs, from, end }: Rerun): Observed {
    const currents = kernel.model.currents.length;
    const steps = { chunks: all, stride: step, lane, currents, startMs, from, end, settleMs };
    return { from, charges: new ObservedCharges(steps), calciumMm: calciumOf(steps) };
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
