import { createRandom } from '../random/random.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { drawBlock } from './draw-block.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { DRAWS, type SweepRequest } from './sweep-plan.ts';
import type { WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';

/** One simulation of a time course: the twin itself with the published values, or a member with a draw of the block values. */
export interface WashRun {
  readonly arm: 'point' | 'joint';
  readonly draw: number;
}

export interface WashPlan {
  readonly model: CellModel;
  readonly condition: SweepCondition;
  readonly wash: Wash;
  /** The twin itself first, so that its course is there soon. */
  readonly runs: readonly WashRun[];
  inputOf(run: WashRun): WashedInput;
}

/** Lists the simulations of a wash-in: the members and draws of a concentration-response of the same seed. */
export function planWash({ model, twin, members, entry, beside, condition, spread, seed }: SweepRequest, wash: Wash): WashPlan {
  const draws = members.length > 0 ? members.length : DRAWS;
  const joint = Array.from({ length: draws }, (_, draw): WashRun => ({ arm: 'joint', draw }));
  return {
    model,
    condition,
    wash,
    runs: [{ arm: 'point', draw: 0 }, ...joint],
    inputOf({ arm, draw }) {
      const [rising, ...others] = [entry, ...beside.map((other) => other.entry)].map(({ channels }, drug) => {
        const random = arm === 'point' ? null : createRandom(seed).fork(draw).fork(drug);
        return random === null ? channels : channels.map((block) => drawBlock(block, spread, random));
      });
      return {
        everyBeat: arm === 'point',
        values: (arm === 'joint' ? members[draw] : undefined) ?? twin,
        channels: rising ?? [],
        beside: others.map((channels, i) => ({ channels, concentrationNm: beside[i]?.concentrationNm ?? 0 })),
      };
    },
  };
}
