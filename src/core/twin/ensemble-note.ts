import type { TwinEnsemble } from './twin.ts';

/** States by what the ensemble was chosen besides the current; null where it was not. */
export function ensembleNote({ members, drawn, beat, beatWithLeak }: TwinEnsemble): string | null {
  if (drawn === null) return null;
  const { beating = 0, irregular = 0 } = (beatWithLeak ?? beat).outcomes;
  const does = beating + irregular > 0.5 ? 'beat' : 'rest';
  return (
    `${members.length} of ${drawn} cells drawn from the posterior of the current ${does}, as the recorded cell does; only these are in ` +
    `the ensemble. Rate and shape of the beat are not chosen by.`
  );
}
