import type { EnsembleBeat } from '../../core/twin/ensemble.ts';

/** How many cells of a twin's ensemble beat: a share of all or none is an answer, one between says that the recording does not tell. */
export function EnsembleTag({ ensemble }: { readonly ensemble: EnsembleBeat }) {
  const { members, outcomes } = ensemble;
  const beating = Math.round(members * ((outcomes.beating ?? 0) + (outcomes.irregular ?? 0)));
  const divided = beating > 0.1 * members && beating < 0.9 * members;
  return (
    <span
      className={divided ? 'flag flag-warning' : 'fine'}
      data-testid="ensemble-outcome"
      title="Cells drawn from the posterior: the recording cannot distinguish them from the twin"
    >
      {divided ? '! ' : ''}
      {beating} of {members} in the ensemble beat
    </span>
  );
}
