import type { EnsembleBeat } from '../../core/twin/ensemble.ts';

/** Share of a twin's ensemble that beats: all or none is a clear answer; in between, the recording does not determine it. */
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
