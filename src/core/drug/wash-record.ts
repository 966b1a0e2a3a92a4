import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { applyBlock } from './apply-block.ts';
import { blockFractions } from './block-fraction.ts';
import { combineBlocks } from './combine-blocks.ts';
import type { ChannelBlock } from './drug-schema.ts';
import type { LaneCourse } from './lane-course.ts';
import { observationWish, observeLanes, type Observed, type Span } from './observe-lanes.ts';
import { recordsOf, type CellRecord, type LaneRun } from './record-lanes.ts';
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

/** Cells in a time course. */
export interface WashedLanes {
  /** Of each cell: mV every RECORD_DT_MS from the end of settling to the end of the time course; NaN from where it diverged. */
  readonly voltagesMv: readonly Float64Array[];
  /** Currents and calcium of a cell over parts of its record. */
  observe(wishes: readonly { readonly cell: number; readonly span: Span }[], onObserved: (wish: number, observed: Observed) => void): void;
}

/**
 * Runs cells while the concentration in the bath follows a time course, free or paced, four at once. Block is static at each moment.
 * Settling is without the drug that washes in.
 */
export function washLanes(kernel: PopulationKernel, inputs: readonly WashedInput[], given: SweepCondition, wash: Wash): WashedLanes {
  const condition = { ...given, seconds: wash.endS };
  const course = courseOfWash(kernel.model, inputs, condition, wash);
  const cells = inputs.map((input) => valuesAt(input, 0, condition, kernel.model));
  const run: LaneRun = { cells, condition, course };
  const records = recordsOf(kernel, run);
  return {
    voltagesMv: records.map(({ voltageMv }) => voltageMv),
    observe: (wishes, onObserved) => {
      const all = wishes.map(({ cell, span }) => observationWish(cell, (records[cell] as CellRecord).marks, span));
      observeLanes(kernel, run, all, onObserved);
    },
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
    give: (kernel, mode, lane, cell, nM) => {
      const input = inputs[cell];
      if (input !== undefined) kernel.setLaneParameters(mode, lane, valuesAt(input, nM, condition, model));
    },
  };
}

function valuesAt({ values, channels, beside }: WashedInput, nM: number, condition: SweepCondition, model: CellModel): Float64Array {
  const all = [{ channels, concentrationNm: nM }, ...beside];
  const blocked = all.map((drug) => blockFractions(drug.channels, drug.concentrationNm, model).blockedFraction);
  return inCondition(applyBlock(values, combineBlocks(blocked), model), condition, model);
}
