import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import {
  beatCells,
  memberValues,
  spreadOf,
  summariseBeats,
  type EnsembleBeat,
  type MemberBeat,
  type TwinMember,
} from '../twin/ensemble.ts';
import { BEAT_FEATURES } from '../twin/beat-features.ts';
import { applyBlock } from './apply-block.ts';
import { changeWithin } from './change-within.ts';
import type { DrugChannel, EnsembleEffect } from './drug-schema.ts';

type Feature = (typeof BEAT_FEATURES)[number]['key'];

/**
 * Beating of a twin's ensemble without and with channels blocked (fractions 0 to 1), and the change within each member; null for an empty
 * one. dV/dt max is that of the solver's steps, as of the twin itself.
 */
export function blockedEnsemble(
  kernel: PopulationKernel,
  members: readonly TwinMember[],
  blocked: readonly { readonly channel: DrugChannel; readonly fraction: number }[],
  temperatureC: number = PUBLISHED_TEMPERATURE_C,
): EnsembleEffect | null {
  if (members.length === 0) return null;
  const cells = members.map((member) => memberValues(member, temperatureC, kernel.model));
  const before = beatCells(kernel, cells);
  const after = beatCells(
    kernel,
    cells.map((values) => applyBlock(values, blocked, kernel.model)),
  );
  const change = BEAT_FEATURES.map(({ key }) => [
    key,
    spreadOf(after.flatMap((beat, i) => changeWithin(measureOf(before[i] as MemberBeat, key), measureOf(beat, key)))),
  ]);
  return { before: summary(before), after: summary(after), change: Object.fromEntries(change) as EnsembleEffect['change'] };
}

function measureOf({ features, dvdtMaxVs = null }: MemberBeat, key: Feature): number | null {
  return key === 'dvdtMaxVs' ? dvdtMaxVs : features[key];
}

function summary(beats: readonly MemberBeat[]): EnsembleBeat {
  const { features, ...rest } = summariseBeats(beats);
  return { ...rest, features: { ...features, dvdtMaxVs: spreadOf(beats.flatMap(({ dvdtMaxVs }) => dvdtMaxVs ?? [])) } };
}
