import { bySourceRank } from '../../../core/drug/source-rank.ts';
import type { DrugEntry } from '../../../shared/contract/schemas.ts';
import type { MeasuredOffer } from '../../../core/drug/measured-recordings.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { chosenEntry, measuredChoice, offersOf } from './chosenEntry.ts';
import { chooseDrug, chooseDrugByName, chooseMeasured } from './drugActions.ts';
import { SourceSpread } from './SourceSpread.tsx';
import { sourceLabel } from './sourceLabel.ts';

const OWN = '';
/** Before the number of a recording with a drug, among the places of the list. */
const MEASURED = 'recording ';

/**
 * Drug, then source: laboratories differ widely, so the source is always a choice and sources are never merged. The first is the default
 * of command line and report. Clamps of the cell itself with the drug come last.
 */
export function DrugChooser() {
  const workstation = useWorkstation();
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const choice = useAppState((state) => state.drugForm.choice);
  const measured = useAppState(measuredChoice);
  const chosen = useAppState(chosenEntry);
  // The table of one concentration shows what the note of a measured source says.
  const tabled = useAppState((state) => state.drugStudy.tab === 'one' && measuredChoice(state) !== null);
  const open = valueOf(useAppState((state) => state.openTwin));
  const offers = offersOf(open);
  const drug = (measured === null ? drugs[choice]?.drug : nameOf(offers, measured.recordingId, drugs)) ?? OWN;
  const names = [...new Set([...drugs.map((entry) => entry.drug), ...offers.map((offer) => tableName(offer.drug, drugs))])].sort();
  const ownOffers = offersOf(open, drug);
  const sources = [...publishedSources(drugs, drug), ...ownOffers.filter(({ problem }) => problem === null).map(measuredSource)];
  return (
    <>
      <div className="row">
        <SelectField
          label="Drug"
          value={drug}
          options={[{ value: OWN, label: 'Own values' }, ...names.map((name) => ({ value: name, label: name }))]}
          testId="drug-select"
          onChange={(name) => chooseDrugByName(workstation, name)}
        />
        <SelectField
          label="Source"
          value={measured !== null ? `${MEASURED}${measured.recordingId}` : drug === OWN ? OWN : String(choice)}
          options={drug === OWN ? [{ value: OWN, label: 'typed here' }] : sources}
          disabled={sources.length < 2}
          testId="drug-source"
          onChange={(value) =>
            value.startsWith(MEASURED)
              ? void chooseMeasured(workstation, Number(value.slice(MEASURED.length)))
              : chooseDrug(workstation, Number(value))
          }
        />
      </div>
      {ownOffers.flatMap(({ recordingId, problem }) =>
        problem === null
          ? []
          : [
              <p key={recordingId} className="fine" data-testid="measured-problem">
                ! Not measured on this cell: {problem}
              </p>,
            ],
      )}
      {chosen !== undefined && chosen.note !== '' && !tabled && (
        <p className="fine two-lines" title={chosen.note}>
          {chosen.note}
        </p>
      )}
      <SourceSpread />
    </>
  );
}

function publishedSources(drugs: readonly DrugEntry[], drug: string): { value: string; label: string }[] {
  return bySourceRank(drugs.filter((entry) => entry.drug === drug)).map((one) => ({
    value: String(drugs.indexOf(one)),
    label: sourceLabel(one.sourceId),
  }));
}

function measuredSource({ recordingId, atNm }: MeasuredOffer): { value: string; label: string } {
  return { value: `${MEASURED}${recordingId}`, label: `Measured on this cell · ${atNm ?? 0} nM, recording ${recordingId}` };
}

/** A drug of a recording as the list writes it, where it has it. */
function tableName(drug: string, drugs: readonly DrugEntry[]): string {
  return drugs.find((entry) => entry.drug.toLowerCase() === drug.trim().toLowerCase())?.drug ?? drug;
}

function nameOf(offers: readonly MeasuredOffer[], recordingId: number, drugs: readonly DrugEntry[]): string | undefined {
  const offer = offers.find((each) => each.recordingId === recordingId);
  return offer && tableName(offer.drug, drugs);
}
