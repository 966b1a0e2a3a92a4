import type { AppliedDrug, DrugForm } from './slice.ts';

/** Whether the result on screen belongs to other inputs than those in the form. */
export function isStale(applied: AppliedDrug, form: DrugForm): boolean {
  return (
    applied.form.channels !== form.channels ||
    applied.form.concentrationNm !== form.concentrationNm ||
    applied.form.measured !== form.measured
  );
}
