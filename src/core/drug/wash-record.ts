import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { applyBlock } from './apply-block.ts';
import { blockFractions } from './block-fraction.ts';
import { combineBlocks } from './combine-blocks.ts';
import type { ChannelBlock } from './drug-schema.ts';
import { newLane, RECORD_DT_MS, recordChunk, startLanes } from './lane-record.ts';
import { inCondition, type SweepCondition } from './sweep-condition.ts';
import { concentrationAt, type Wash } from './wash.ts';

/** A cell without drug, with what it is given. */
export interface WashedInput {
  readonly values: Float64Array;
  /** Block values of the drug that washes in and out. */
  readonly channels: readonly ChannelBlock[];
  /** Drugs that are there all the time. */
  readonly beside: readonly { readonly channels: readonly ChannelBlock[]; readonly concentrationNm: number }[];
}

/** A cell takes the block of its bath anew every so many of its steps: of at most 64 ms. Its own, so that no neighbour changes them. */
const STEPS = 64;
/** A smaller change of the concentration than this share is waited for. */
const LEAST_CHANGE = 1e-3;

/**
 * Membrane potential of up to four cells while the concentration in the bath follows a time course, free or paced. Block is static at each
 * moment. Settling is without the drug that washes in.
 * @returns mV every RECORD_DT_MS from the end of settling to the end of the time course; NaN from where a cell diverged
 */
export function washLanes(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): Float32Array[] {
  const settleMs = 1000 * condition.settleS;
  const traces = inputs.map(() => new Float32Array(Math.round((1000 * wash.endS) / RECORD_DT_MS) + 1));
  const lanes = inputs.map(newLane);
  const applied = inputs.map(() => 0);
  const valuesAt = ({ values, channels, beside }: WashedInput, nM: number): Float64Array => {
    const all = [{ channels, concentrationNm: nM }, ...beside];
    const blocked = all.map((drug) => blockFractions(drug.channels, drug.concentrationNm, kernel.model).blockedFraction);
    return inCondition(applyBlock(values, combineBlocks(blocked), kernel.model), condition, kernel.model);
  };
  const { free } = startLanes(
    kernel,
    inputs.map((input) => valuesAt(input, 0)),
    condition,
  );
  const mode = free ? kernel.modes.free : kernel.modes.paced;
  while (lanes.some((lane, at) => lane.samples < (traces[at]?.length ?? 0))) {
    const chunk = free ? kernel.free(STEPS) : kernel.paced(STEPS);
    lanes.forEach((lane, at) => {
      const [trace, input] = [traces[at], inputs[at]];
      if (trace === undefined || input === undefined || lane.samples >= trace.length) return;
      recordChunk(lane, trace, chunk, at, 2 * LANES, settleMs);
      const nM = concentrationAt(wash, (lane.timeMs - settleMs) / 1000);
      const before = applied[at] ?? 0;
      if (Math.abs(nM - before) <= LEAST_CHANGE * Math.max(nM, before)) return;
      applied[at] = nM;
      kernel.setLaneParameters(mode, at, valuesAt(input, nM));
    });
  }
  return traces;
}
