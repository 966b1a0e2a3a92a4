import { spreadSentence } from '../../../core/drug/source-spread.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { chosenEntry } from './chosenEntry.ts';

/** Difference between the sources of the chosen drug at the concentration in the form. */
export function SourceSpread() {
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const concentrationNm = useAppState((state) => state.drugForm.concentrationNm);
  const entry = useAppState(chosenEntry);
  const drug = entry?.drug;
  const value = Number(concentrationNm);
  if (entry === undefined || drug === undefined || concentrationNm.trim() === '' || !(value >= 0) || !Number.isFinite(value)) return null;
  const sentence = spreadSentence(drugs.includes(entry) ? drugs : [...drugs, entry], drug, value);
  return sentence === null ? null : (
    <p className="fine" data-testid="source-spread">
      ! {sentence}
    </p>
  );
}
