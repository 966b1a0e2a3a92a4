import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { beatCells, memberValues, summariseBeats, type EnsembleBeat, type TwinMember } from '../twin/ensemble.ts';
import { applyBlock } from './apply-block.ts';
import type { DrugChannel } from './drug-schema.ts';

/** Beating of a twin's ensemble without and with channels blocked (fractions 0 to 1); null for an empty one. */
export function blockedEnsemble(
  kernel: PopulationKernel,
  members: readonly TwinMember[],
  blocked: readonly { readonly channel: DrugChannel; readonly fraction: number }[],
  temperatureC: number = PUBLISHED_TEMPERATURE_C,
): { readonly before: EnsembleBeat; readonly after: EnsembleBeat } | null {
  if (members.length === 0) return null;
  const cells = members.map((member) => memberValues(member, temperatureC, kernel.model));
  const beat = (values: readonly Float64Array[]): EnsembleBeat => summariseBeats(beatCells(kernel, values));
  return { before: beat(cells), after: beat(cells.map((values) => applyBlock(values, blocked, kernel.model))) };
}
