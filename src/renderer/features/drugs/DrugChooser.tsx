import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { chooseDrug } from './drugActions.ts';

const OWN = '';

/** Drug, then source: laboratories differ widely, so the source is always a choice and never merged. */
export function DrugChooser() {
  const workstation = useWorkstation();
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const choice = useAppState((state) => state.drugForm.choice);
  const entry = drugs[choice];
  const names = [...new Set(drugs.map(({ drug }) => drug))].sort();
  const sources = drugs.flatMap(({ drug, sourceId }, index) => (drug === entry?.drug ? [{ value: String(index), label: sourceId.replaceAll('_', ' ') }] : []));
  return (
    <>
      <div className="row">
        <SelectField
          label="Drug"
          value={entry?.drug ?? OWN}
          options={[{ value: OWN, label: 'Own values' }, ...names.map((name) => ({ value: name, label: name }))]}
          testId="drug-select"
          onChange={(name) => chooseDrug(workstation, drugs.findIndex(({ drug }) => drug === name))}
        />
        <SelectField
          label="Source"
          value={entry === undefined ? OWN : String(choice)}
          options={entry === undefined ? [{ value: OWN, label: 'typed here' }] : sources}
          disabled={sources.length < 2}
          testId="drug-source"
          onChange={(index) => chooseDrug(workstation, Number(index))}
        />
      </div>
      {entry !== undefined && entry.note !== '' && <p className="fine two-lines" title={entry.note}>{entry.note}</p>}
    </>
  );
}
