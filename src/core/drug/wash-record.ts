import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { applyBlock } from './apply-block.ts';
import { blockFractions } from './block-fraction.ts';
import { combineBlocks } from './combine-blocks.ts';
import type { ChannelBlock } from './drug-schema.ts';
import type { LaneCourse } from './lane-course.ts';
import { observeLanes, type Observed, type Span } from './observe-lanes.ts';
import { recordLanes } from './record-lanes.ts';
import { inCondition, type SweepCondition } from './sweep-condition.ts';
import { concentrationAt, type Wash } from './wash.ts';

/** A cell without drug, with what it is given. */
export interface WashedInput {
  readonly values: Float64Array;
  /** Block values of the drug that washes in and out. */
  readonly channels: readonly ChannelBlock[];
  /** Drugs that are there all the time. */
  readonly beside: readonly { readonly channels: readonly ChannelBlock[]; readonly concentrationNm: number }[];
  /** Currents and calcium of every beat are wanted: all of the record is then run twice. */
  readonly everyBeat?: boolean;
}

/** A cell takes the block of its bath anew every so many of its steps: of at most 64 ms. Its own, so that no neighbour changes them. */
const STEPS = 64;
/** A smaller change of the concentration than this share is waited for. */
const LEAST_CHANGE = 1e-3;

/** Up to four cells in a time course. */
export interface WashedLanes {
  /** mV every RECORD_DT_MS from the end of settling to the end of the time course; NaN from where a cell diverged. */
  readonly voltagesMv: readonly Float32Array[];
  /** Currents and calcium of each cell over a part of its record; the kernel must not have run anything else. */
  observe(spans: readonly (Span | null)[]): (Observed | null)[];
}

/**
 * Runs up to four cells while the concentration in the bath follows a time course, free or paced. Block is static at each moment.
 * Settling is without the drug that washes in.
 */
export function washLanes(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedLanes {
  const course = courseOfWash(kernel.model, inputs, condition, wash);
  const cells = inputs.map((input) => valuesAt(input, 0, condition, kernel.model));
  const recorded = recordLanes(kernel, cells, { ...condition, seconds: wash.endS }, course);
  return {
    voltagesMv: recorded.voltagesMv,
    observe: (spans) => observeLanes(kernel, cells, condition, course, recorded, spans),
  };
}

/** Each cell takes the block of its bath. */
function courseOfWash(model: CellModel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): LaneCourse {
  return {
    steps: STEPS,
    start: 0,
    wanted: (_, timeMs, now) => {
      const nM = concentrationAt(wash, timeMs / 1000);
      return Math.abs(nM - now) <= LEAST_CHANGE * Math.max(nM, now) ? now : nM;
    },
    give: (kernel, mode, lane, nM) => {
      const input = inputs[lane];
      if (input !== undefined) kernel.setLaneParameters(mode, lane, valuesAt(input, nM, condition, model));
    },
  };
}

function valuesAt({ values, channels, beside }: WashedInput, nM: number, condition: SweepCondition, model: CellModel): Float64Array {
  const all = [{ channels, concentrationNm: nM }, ...beside];
  const blocked = all.map((drug) => blockFractions(drug.channels, drug.concentrationNm, model).blockedFraction);
  return inCondition(applyBlock(values, combineBlocks(blocked), model), condition, model);
}
