import { bySourceRank } from '../../../core/drug/source-rank.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { chooseDrug, chooseDrugByName } from './drugActions.ts';
import { SourceSpread } from './SourceSpread.tsx';
import { sourceLabel } from './sourceLabel.ts';

const OWN = '';

/**
 * Drug, then source: laboratories differ widely, so the source is always a choice and sources are never merged. The first is the default
 * of command line and report.
 */
export function DrugChooser() {
  const workstation = useWorkstation();
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const choice = useAppState((state) => state.drugForm.choice);
  const entry = drugs[choice];
  const names = [...new Set(drugs.map(({ drug }) => drug))].sort();
  const sources = bySourceRank(drugs.filter(({ drug }) => drug === entry?.drug)).map((one) => ({
    value: String(drugs.indexOf(one)),
    label: sourceLabel(one.sourceId),
  }));
  return (
    <>
      <div className="row">
        <SelectField
          label="Drug"
          value={entry?.drug ?? OWN}
          options={[{ value: OWN, label: 'Own values' }, ...names.map((name) => ({ value: name, label: name }))]}
          testId="drug-select"
          onChange={(name) => chooseDrugByName(workstation, name)}
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
      {entry !== undefined && entry.note !== '' && (
        <p className="fine two-lines" title={entry.note}>
          {entry.note}
        </p>
      )}
      <SourceSpread />
    </>
  );
}
