import type { CellModel } from '../cell/cell-model.ts';
import { createRandom } from '../random/random.ts';
import { applyBlock } from './apply-block.ts';
import { blockFraction, blockFractions } from './block-fraction.ts';
import { combineBlocks, type BlockedChannel } from './combine-blocks.ts';
import { drawBlock } from './draw-block.ts';
import type { DrugEntry } from './drug-schema.ts';
import type { LabSpread } from './lab-spread.ts';
import { inCondition, type SweepCondition } from './sweep-condition.ts';
import type { BeatWish } from './sweep-cells.ts';

/**
 * What varies in a row of simulations: 'point' nothing, 'twin' the cell (members of the ensemble), 'drug' the block values, 'joint' both.
 */
export const ARMS = ['point', 'joint', 'twin', 'drug'] as const;
export type Arm = (typeof ARMS)[number];

export interface SweepRequest {
  readonly model: CellModel;
  /** Values of the twin, and of the cells that its recording cannot distinguish from it; none for a twin without an ensemble. */
  readonly twin: Float64Array;
  readonly members: readonly Float64Array[];
  /** The drug whose concentration rises; 0 nM is added where it is not among the concentrations. */
  readonly entry: DrugEntry;
  readonly concentrationsNm: readonly number[];
  /** Drugs that are there at one concentration, also without the drug that rises: changes are against the cell with them. */
  readonly beside: readonly { readonly entry: DrugEntry; readonly concentrationNm: number }[];
  readonly condition: SweepCondition;
  readonly spread: LabSpread;
  readonly seed: number;
  /** Whether the arms 'twin' and 'drug' are simulated too, for variance shares. */
  readonly shares: boolean;
  /** Only the twin itself with the published values. */
  readonly pointOnly?: boolean;
}

/** One simulation of a sweep. */
export interface SweepRun {
  readonly arm: Arm;
  /** Place among the concentrations of the plan, and number of the member or draw. */
  readonly level: number;
  readonly draw: number;
  /** What of its last beat is kept. */
  readonly beat: BeatWish;
}

export interface SweepPlan {
  readonly model: CellModel;
  readonly condition: SweepCondition;
  /** Rising, 0 first. */
  readonly concentrationsNm: readonly number[];
  /** The twin itself at every concentration first, so that its curve is there soon. */
  readonly runs: readonly SweepRun[];
  /** Values of the cell of a run. */
  cellOf(run: SweepRun): Float64Array;
  /** Blocked fractions with the published values. */
  blockedAt(level: number): BlockedChannel[];
  /** Channels that are extrapolated beyond the highest concentration tested, or from the one at which the cell itself was measured. */
  beyondAt(level: number): string[];
}

/** Draws of the drug's values where the twin has no ensemble. */
export const DRAWS = 24;
/** Of larger groups the beats are not kept, only their measures. */
const MOST_BEATS = 200;

/**
 * Lists the simulations of a cumulative concentration-response. A draw has the same values at every concentration, so that a change is
 * paired within it. Without drug, cells of one member are the same in all arms.
 */
export function planSweep(request: SweepRequest): SweepPlan {
  const { model, twin, members, entry, beside, condition, spread, seed } = request;
  const concentrationsNm = [...new Set([0, ...request.concentrationsNm])].sort((a, b) => a - b);
  const draws = members.length > 0 ? members.length : DRAWS;
  const arms: readonly Arm[] = request.pointOnly === true ? ['point'] : request.shares && members.length > 0 ? ARMS : ['point', 'joint'];
  const runs = arms.flatMap((arm) =>
    concentrationsNm.flatMap((_, level) =>
      Array.from({ length: arm === 'point' ? 1 : draws }, (__, draw): SweepRun => {
        const beat = arm === 'point' ? 'currents' : arm === 'joint' && draws <= MOST_BEATS ? 'potential' : 'none';
        return { arm, level, draw, beat };
      }),
    ),
  );
  const all = [{ entry, concentrationNm: NaN }, ...beside];
  const blockedOf = (nM: number, draw: number | null): BlockedChannel[] =>
    combineBlocks(
      all.map(({ entry: each, concentrationNm }, drug) => {
        const random = draw === null ? null : createRandom(seed).fork(draw).fork(drug);
        const channels = random === null ? each.channels : each.channels.map((block) => drawBlock(block, spread, random));
        return blockFractions(channels, drug === 0 ? nM : concentrationNm, model).blockedFraction;
      }),
    );
  return {
    model,
    condition,
    concentrationsNm,
    runs,
    blockedAt: (level) => blockedOf(concentrationsNm[level] as number, null),
    beyondAt: (level) => beyondOf(entry, concentrationsNm[level] as number, model),
    cellOf({ arm, level, draw }) {
      const values = (arm === 'twin' || arm === 'joint' ? members[draw] : undefined) ?? twin;
      const drawn = arm === 'drug' || arm === 'joint' ? draw : null;
      return inCondition(applyBlock(values, blockedOf(concentrationsNm[level] as number, drawn), model), condition, model);
    },
  };
}

/** Less block than this changes nothing that is seen. */
const LEAST_BLOCK = 0.05;

/**
 * Channels whose block is extrapolated: beyond the highest concentration tested or, where that is not published, by its IC50; of one that
 * was measured on the cell itself at any other concentration.
 */
function beyondOf({ channels }: DrugEntry, nM: number, model: CellModel): string[] {
  return channels
    .filter(({ channel }) => model.conductanceOf(channel) !== null)
    .filter((block) =>
      block.measured !== undefined
        ? nM !== block.measured.atNm
        : block.testedToNm === undefined
          ? block.extrapolated
          : nM > block.testedToNm,
    )
    .filter((block) => Math.abs(blockFraction(block, nM)) >= LEAST_BLOCK)
    .map(({ channel }) => channel);
}
