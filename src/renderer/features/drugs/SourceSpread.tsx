import { spreadSentence } from '../../../core/drug/source-spread.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState } from '../../state/useWorkstation.ts';

/** Difference between the sources of the chosen drug at the concentration in the form. */
export function SourceSpread() {
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const { choice, concentrationNm } = useAppState((state) => state.drugForm);
  const drug = drugs[choice]?.drug;
  const value = Number(concentrationNm);
  if (drug === undefined || concentrationNm.trim() === '' || !(value >= 0) || !Number.isFinite(value)) return null;
  const sentence = spreadSentence(drugs, drug, value);
  return sentence === null ? null : (
    <p className="fine" data-testid="source-spread">
      ! {sentence}
    </p>
  );
}
