import type { ApFeatures } from '../../../core/beat/ap-features.ts';
import { quantile } from '../../../core/math/quantile.ts';
import type { AfterRow } from './after-of-cell.ts';
import { featuresOf, isInside, percentOff, type Errors } from './living-summary.ts';
import type { LivingClass, LivingRow } from './living-row.ts';

/** How near predictions of what was not fitted come. */
export interface TestSummary {
  readonly n: number;
  /** Share of the cells that beat or rest as predicted. */
  readonly classAccuracy: number | null;
  /** % of the recorded one, over cells that beat. */
  readonly cycleLengthErr: Errors;
  readonly apd90Err: Errors;
  readonly mdpErrMv: number | null;
  readonly inRange: number | null;
}

/** Figures of the later stretch, and of the beat after drug or vehicle: by the twin of before as it is, and after the change. */
export interface TestFigures {
  readonly later: TestSummary;
  readonly afterUnchanged: TestSummary;
  readonly after: TestSummary;
}

type Tested = Pick<LivingRow, 'class' | 'twin' | 'recorded' | 'predicted' | 'ensemble'>;

export function testFigures(rows: readonly LivingRow[], after: readonly AfterRow[]): TestFigures {
  const of = (
    { class: does, recorded, ensemble }: AfterRow,
    { class: twin, features }: { readonly class: LivingClass; readonly features: ApFeatures },
  ): Tested => ({ class: does, twin, recorded, predicted: features, ensemble });
  return {
    later: summary(rows.flatMap((row) => (row.later === null ? [] : [{ ...row, recorded: row.later }]))),
    afterUnchanged: { ...summary(after.map((row) => of(row, row.unchanged))), inRange: null },
    after: summary(after.map((row) => of(row, row.predicted))),
  };
}

function summary(rows: readonly Tested[]): TestSummary {
  const beating = rows.filter((row) => row.class === 'beats');
  const errors = (key: 'cycleLengthMs' | 'apd90Ms'): Errors => {
    const off = beating.map((row) => percentOff(row, key));
    return { median: quantile(off, 0.5), p90: quantile(off, 0.9) };
  };
  const inside = rows.flatMap((row) => featuresOf(row).map((key) => isInside(row, key)));
  const potentials = rows.flatMap(({ predicted, recorded }) =>
    predicted.mdpMv === null || recorded.mdpMv === null ? [] : [Math.abs(predicted.mdpMv - recorded.mdpMv)],
  );
  return {
    n: rows.length,
    classAccuracy: rows.length === 0 ? null : rows.filter((row) => row.twin === row.class).length / rows.length,
    cycleLengthErr: errors('cycleLengthMs'),
    apd90Err: errors('apd90Ms'),
    mdpErrMv: quantile(potentials, 0.5),
    inRange: inside.length === 0 ? null : inside.filter(Boolean).length / inside.length,
  };
}
