import { LANES, observedOutputs } from '../simulate/kernel-layout.ts';
import { FREE_CHUNK, FREE_LIMITS, type PopulationKernel } from '../simulate/kernel.ts';
import { NEVER_MS, newLane, RECORD_DT_MS, recordChunk, recordStep, startLanes, STIMULUS, type Lane } from './lane-record.ts';
import { ObservedCharges } from './observed-charges.ts';
import type { SweepCondition } from './sweep-condition.ts';

/** Currents and calcium are kept for so long at the end: two cycles of a slow free cell. */
const FREE_WINDOW_MS = 5000;
/** Steps between two looks at the time of a lane: fewer ms than the shortest S2. */
const OBSERVED_CHUNK = 64;

/** One cell's record; currents and calcium from sample `from` on. */
export interface ObservedRecord {
  /** mV, every RECORD_DT_MS from the end of settling. */
  readonly voltageMv: Float32Array;
  readonly from: number;
  readonly charges: ObservedCharges;
  /** Calcium in the cytosol, mM. */
  readonly calciumMm: Float32Array;
}

/** Times of stimuli in the record, ms. */
export interface RecordedStimuli {
  readonly firstMs: number;
  readonly periodMs: number;
  readonly count: number;
  /** Of the last one of the train, and of S2; null without S2. */
  readonly s2: { readonly lastMs: number; readonly atMs: number } | null;
}

/** The first stimulus is at the start of the settling time. Null for a cell that runs free. */
export function stimuliOf({ paceMs, s2Ms, settleS, seconds }: SweepCondition): RecordedStimuli | null {
  if (paceMs === null) return null;
  const firstMs = Math.ceil((1000 * settleS) / paceMs) * paceMs - 1000 * settleS;
  const room = 1000 * seconds - firstMs;
  const count = Math.floor((s2Ms === null ? room : room - s2Ms - paceMs) / paceMs) + (s2Ms === null ? 0 : 1);
  const lastMs = firstMs + (count - 1) * paceMs;
  return { firstMs, periodMs: paceMs, count, s2: s2Ms === null ? null : { lastMs, atMs: lastMs + s2Ms } };
}

/**
 * Runs up to four cells free or paced. The last part runs in the kernel that writes currents too: each lane goes on from the state in
 * which it reached it, so that a cell's record does not depend on its neighbours.
 */
export function observeLanes(kernel: PopulationKernel, cells: readonly Float64Array[], condition: SweepCondition): ObservedRecord[] {
  const { paceMs, settleS, seconds } = condition;
  const settleMs = 1000 * settleS;
  const count = Math.round((1000 * seconds) / RECORD_DT_MS) + 1;
  const windowMs = Math.min(1000 * seconds, paceMs === null ? FREE_WINDOW_MS : 3 * paceMs + (condition.s2Ms ?? 0));
  const fromMs = settleMs + 1000 * seconds - windowMs;
  const traces = cells.map(() => new Float32Array(count));
  const lanes = cells.map(newLane);
  const { free, pacing } = startLanes(kernel, cells, condition);
  const reached: (Float32Array | null)[] = cells.map(() => null);
  while (reached.some((state) => state === null)) {
    const chunk = free ? kernel.free(FREE_CHUNK) : kernel.paced(FREE_CHUNK);
    lanes.forEach((lane, at) => {
      if (reached[at] !== null) return;
      recordChunk(lane, traces[at] as Float32Array, chunk, at, 2 * LANES, settleMs);
      if (lane.timeMs >= fromMs || !Number.isFinite(lane.before)) reached[at] = kernel.laneSnapshot(at);
    });
  }
  if (free) {
    kernel.setParameters(kernel.modes.paced, cells);
    kernel.startPaced(FREE_LIMITS, pacing);
  }
  reached.forEach((state, at) => state !== null && kernel.restoreLane(at, state, free));
  return observe(kernel, { lanes, traces, settleMs, condition });
}

interface Observing {
  readonly lanes: readonly Lane[];
  readonly traces: readonly Float32Array[];
  readonly settleMs: number;
  readonly condition: SweepCondition;
}

/** Runs the lanes to the end of the record and keeps what the kernel writes. */
function observe(kernel: PopulationKernel, { lanes, traces, settleMs, condition }: Observing): ObservedRecord[] {
  const { length } = observedOutputs(kernel.model);
  const stimuli = stimuliOf(condition);
  const stride = (2 + length) * LANES;
  const chunks: Float32Array[] = [];
  const records = lanes.map((lane, at) => {
    const voltageMv = traces[at] as Float32Array;
    const from = lane.samples;
    const steps = { chunks, stride, lane: at, currents: length - 1, startMs: lane.timeMs, from, end: voltageMv.length, settleMs };
    return { voltageMv, from, charges: new ObservedCharges(steps), calciumMm: new Float32Array(voltageMv.length - from) };
  });
  while (lanes.some((lane, at) => lane.samples < (traces[at]?.length ?? 0))) {
    const chunk = kernel.observed(OBSERVED_CHUNK);
    chunks.push(chunk.slice());
    lanes.forEach((lane, at) => {
      const { voltageMv, from, calciumMm } = records[at] as (typeof records)[number];
      for (let i = at; i < chunk.length && lane.samples < voltageMv.length; i += stride) {
        const first = lane.samples;
        recordStep(lane, voltageMv, chunk, i, settleMs);
        calciumMm.fill(chunk[i + (1 + length) * LANES] as number, first - from, lane.samples - from);
      }
      if (stimuli?.s2) setPeriod(kernel, at, lane.timeMs - settleMs, stimuli.s2, condition.s2Ms ?? NEVER_MS);
    });
  }
  return records;
}

/** After the last stimulus of the train the next one comes at S2, and none after it. */
function setPeriod(kernel: PopulationKernel, lane: number, timeMs: number, s2: { lastMs: number; atMs: number }, s2Ms: number): void {
  if (timeMs > s2.atMs + STIMULUS.durationMs) kernel.setLanePeriod(lane, NEVER_MS);
  else if (timeMs > s2.lastMs + STIMULUS.durationMs) kernel.setLanePeriod(lane, s2Ms);
}
