import type { ApFeatures } from '../../../core/beat/ap-features.ts';
import { changedCell } from '../../../core/inference/changed-cell.ts';
import { gaussianDraws } from '../../../core/inference/gaussian-draws.ts';
import type { PopulationKernel } from '../../../core/simulate/kernel.ts';
import { createRandom } from '../../../core/random/random.ts';
import { spreadOf } from '../../../core/twin/ensemble.ts';
import { beatsInPipette } from '../../living/member-beats.ts';
import { classOf, shownBy } from './judge-living.ts';
import type { LivingCell } from './living-set.ts';
import { JUDGED_FEATURES, type LivingClass, type LivingRow } from './living-row.ts';
import type { ClampedChange } from './drug-of-cell.ts';

/** The beat after drug or vehicle: what the cell did, and what its twin does after the change that the clamp showed. */
export interface AfterRow {
  readonly cell: string;
  readonly drug: string;
  readonly class: LivingClass;
  readonly recorded: ApFeatures;
  /** The twin of the recordings before, as it is. */
  readonly unchanged: { readonly class: LivingClass; readonly features: ApFeatures };
  /** After the change. */
  readonly predicted: { readonly class: LivingClass; readonly features: ApFeatures };
  /** Of the ensemble after changes that the two clamps allow, those members that do as the cell. */
  readonly ensemble: LivingRow['ensemble'];
  /** Share of the members that do as the cell. */
  readonly alike: number;
}

/** A prediction: the potential with drug is looked at here alone. @returns null where the cell has none */
export function afterOfCell(
  kernel: PopulationKernel,
  cell: LivingCell,
  row: Pick<LivingRow, 'twin' | 'predicted' | 'members'>,
  { model, theta, change }: ClampedChange,
  seed: number,
): AfterRow | null {
  const potential = cell.potential('post');
  if (potential === null || cell.drug === null) return null;
  const { features, ...recorded } = shownBy(potential);
  const does = classOf(recorded);
  const cellOf = (at: Float64Array) => ({ cell: model.cell(at), recordedAs: model.recordedAs(at) });
  const members = row.members.map((z) => Float64Array.from(z));
  const changes = gaussianDraws(change.fit, Math.max(1, members.length), createRandom(seed).fork(4));
  const after = (at: Float64Array, by: Float64Array) => changedCell(model.cellModel, cellOf(at), by).cell;
  const cells = [after(theta, change.fit.theta), ...members.map((at, k) => after(at, changes[k] ?? change.fit.theta))];
  const [own, ...others] = beatsInPipette(kernel, model.cellModel, cells, features.cycleLengthMs);
  if (own === undefined) return null;
  const alike = others.filter((beat) => classOf(beat) === does);
  return {
    cell: cell.name,
    drug: cell.drug,
    class: does,
    recorded: features,
    unchanged: { class: row.twin, features: row.predicted },
    predicted: { class: classOf(own), features: own.features },
    ensemble: Object.fromEntries(
      JUDGED_FEATURES.map((key) => [key, spreadOf(alike.flatMap((beat) => beat.features[key] ?? []))]),
    ) as LivingRow['ensemble'],
    alike: alike.length / Math.max(1, others.length),
  };
}
