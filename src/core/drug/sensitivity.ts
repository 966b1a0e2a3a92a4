import type { CellModel } from '../cell/cell-model.ts';
import { parameterLabel } from '../cell/parameter-label.ts';
import { applyBlock } from './apply-block.ts';
import { blockFractions } from './block-fraction.ts';
import { combineBlocks, type BlockedChannel } from './combine-blocks.ts';
import { inCondition } from './sweep-condition.ts';
import type { SweepOutcome } from './sweep-outcome.ts';
import type { SweepRequest } from './sweep-plan.ts';
import type { SweepFeature, SweptCell } from './swept-cell.ts';

/** Factor of a parameter, up and down. */
export const STEP = 1.1;
/** All combinations of so many channels are simulated: 128; of more only one left out and one alone. */
const MOST_COMBINED = 7;
/** A change smaller than this share of the value without drug has no sign. */
const LEAST_SHARE = 0.01;

/** What a drug's change of a feature becomes when something else changes; null where the cell has no such feature then. */
export interface Effect {
  readonly name: string;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ChannelEffect {
  /** Channels that are blocked. */
  readonly channels: readonly string[];
  readonly change: number | null;
  readonly outcome: SweepOutcome;
}

export interface Sensitivity {
  readonly feature: SweepFeature;
  readonly nM: number;
  /** Value without drug, and its change by the drug. */
  readonly without: number | null;
  readonly change: number | null;
  readonly outcome: SweepOutcome;
  /** Change with each parameter of the cell divided by (low) and multiplied with (high) STEP, the widest first. */
  readonly parameters: readonly Effect[];
  /** Change without the block of one channel, and with it alone. */
  readonly leftOut: readonly ChannelEffect[];
  readonly alone: readonly ChannelEffect[];
  /** The fewest channels without whose block the sign of the change is the other one; null where none has that effect. */
  readonly reversedWithout: ChannelEffect | null;
}

export interface SensitivityPlan {
  readonly cells: readonly Float64Array[];
  /** @param swept results in the order of `cells` */
  readonly answer: (swept: readonly SweptCell[]) => Sensitivity;
}

/** Simulations of the twin that say which parameter and which channel decide what a drug does at one concentration. */
export function planSensitivity(request: SweepRequest, nM: number, feature: SweepFeature = 'apd90Ms'): SensitivityPlan {
  const { model, condition } = request;
  const base = inCondition(request.twin, condition, model);
  const full = combineBlocks(
    [{ entry: request.entry, concentrationNm: nM }, ...request.beside].map(
      ({ entry, concentrationNm }) => blockFractions(entry.channels, concentrationNm, model).blockedFraction,
    ),
  ).filter(({ channel, fraction }) => fraction !== 0 && model.conductanceOf(channel) !== null);
  const subsets = subsetsOf(full);
  const scaled = model.varied.flatMap((_, i) => [1 / STEP, STEP].map((factor) => withFactor(base, i, factor)));
  const cells = [
    base,
    ...subsets.map((blocked) => applyBlock(base, blocked, model)),
    ...scaled.flatMap((values) => [values, applyBlock(values, full, model)]),
  ];
  return { cells, answer: (swept) => read({ swept, subsets, full, model, nM, feature }) };
}

function withFactor(values: Float64Array, at: number, factor: number): Float64Array {
  const result = values.slice();
  result[at] = (result[at] ?? NaN) * factor;
  return result;
}

/** The full block first; the subsets of its channels without the empty one. */
function subsetsOf(full: readonly BlockedChannel[]): readonly (readonly BlockedChannel[])[] {
  if (full.length > MOST_COMBINED) return [full, ...full.map((one) => full.filter((other) => other !== one)), ...full.map((one) => [one])];
  return Array.from({ length: Math.max(1, 2 ** full.length - 1) }, (_, i) => {
    const bits = 2 ** full.length - 1 - i;
    return full.filter((__, channel) => (bits >> channel) & 1);
  });
}

interface Reading {
  readonly swept: readonly SweptCell[];
  readonly subsets: readonly (readonly BlockedChannel[])[];
  readonly full: readonly BlockedChannel[];
  readonly model: CellModel;
  readonly nM: number;
  readonly feature: SweepFeature;
}

function read({ swept, subsets, full, model, nM, feature }: Reading): Sensitivity {
  const valueOf = (i: number): number | null => swept[i]?.features[feature] ?? null;
  const without = valueOf(0);
  const changes = subsets.map((blocked, i): ChannelEffect => ({
    channels: blocked.map(({ channel }) => channel),
    change: difference(valueOf(1 + i), without),
    outcome: swept[1 + i]?.outcome ?? 'diverged',
  }));
  const first = 1 + subsets.length;
  const parameters = model.varied.map(({ id }, i): Effect => {
    const at = first + 4 * i;
    return { name: parameterLabel(id), low: difference(valueOf(at + 1), valueOf(at)), high: difference(valueOf(at + 3), valueOf(at + 2)) };
  });
  const change = changes[0]?.change ?? null;
  const width = ({ low, high }: Effect): number => (low === null || high === null ? -1 : Math.abs(high - low));
  const found = (size: number): ChannelEffect[] => changes.filter(({ channels }) => channels.length === size);
  return {
    feature,
    nM,
    without,
    change,
    outcome: changes[0]?.outcome ?? 'diverged',
    parameters: parameters.sort((a, b) => width(b) - width(a)),
    leftOut: full.length < 2 ? [] : found(full.length - 1),
    alone: full.length < 2 ? [] : found(1),
    reversedWithout: reversal(changes, change, without),
  };
}

function reversal(changes: readonly ChannelEffect[], change: number | null, without: number | null): ChannelEffect | null {
  if (change === null || without === null) return null;
  const least = LEAST_SHARE * Math.abs(without);
  if (Math.abs(change) < least) return null;
  const reversed = changes.filter((effect) => effect.change !== null && Math.abs(effect.change) >= least && effect.change * change < 0);
  return reversed.sort((a, b) => b.channels.length - a.channels.length)[0] ?? null;
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

/** Channels of the full block that an effect does not have. */
export function channelsWithout(all: readonly string[], { channels }: ChannelEffect): string[] {
  return all.filter((channel) => !channels.includes(channel));
}
