import type { TwinEnsemble } from './twin.ts';

/** What the ensemble was chosen by besides the current, in a sentence; null where it was not. */
export function ensembleNote({ members, drawn, beat, beatWithLeak }: TwinEnsemble): string | null {
  if (drawn === null) return null;
  const { beating = 0, irregular = 0 } = (beatWithLeak ?? beat).outcomes;
  const does = beating + irregular > 0.5 ? 'beat' : 'rest';
  return (
    `${members.length} of ${drawn} cells drawn from what the current tells ${does}, as the recorded cell does; only these are in ` +
    `the ensemble. Rate and shape of the beat are not chosen by.`
  );
}
