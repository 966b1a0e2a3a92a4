import { Button, ButtonGroup } from '@blueprintjs/core';
import { measuredAtNm, measuredBadge } from '../../../core/drug/measured-entry.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { significant } from '../../ui/quantity.ts';
import { chosenEntry } from './chosenEntry.ts';
import { changeDrugForm } from './drugActions.ts';
import { concentrationOf, fieldProblem } from './experiment/readExperiment.ts';

const MULTIPLES = [1, 3, 10, 25] as const;

/** Concentration, shown also as a multiple of the free therapeutic maximum where the source gives one. */
export function ConcentrationField() {
  const workstation = useWorkstation();
  const concentrationNm = useAppState((state) => state.drugForm.concentrationNm);
  const entry = useAppState(chosenEntry);
  const cmax = entry?.freeCmaxNm ?? null;
  const atNm = entry === undefined ? null : measuredAtNm(entry);
  const value = Number(concentrationNm);
  const problem = fieldProblem(() => concentrationOf(concentrationNm));
  const badge = entry === undefined || problem !== null ? null : measuredBadge(entry, value);
  return (
    <>
      <div className="row row-end">
        <QuantityField
          label={`Concentration${cmax !== null && problem === null ? ` = ${significant(value / cmax, 3)} × free Cmax` : ''}`}
          unit="nM"
          value={concentrationNm}
          problem={problem}
          testId="drug-concentration"
          onChange={(text) => changeDrugForm(workstation, { concentrationNm: text })}
        />
        {atNm !== null && (
          <Button
            size="small"
            disabled={value === atNm}
            data-testid="as-measured"
            onClick={() => changeDrugForm(workstation, { concentrationNm: String(atNm) })}
          >
            as measured
          </Button>
        )}
        {cmax !== null && (
          <ButtonGroup aria-label={`Multiples of the free Cmax of ${significant(cmax, 3)} nM`}>
            {MULTIPLES.map((multiple) => (
              <Button
                key={multiple}
                size="small"
                title={`${multiple} × free Cmax (${significant(cmax, 3)} nM)`}
                onClick={() => changeDrugForm(workstation, { concentrationNm: String(Number((cmax * multiple).toPrecision(6))) })}
              >
                {multiple}×
              </Button>
            ))}
          </ButtonGroup>
        )}
      </div>
      {atNm !== null && (
        <p className={`flag ${badge === null ? '' : 'flag-warning'}`} data-testid="measured-badge">
          {badge === null ? `Applies at ${atNm} nM, as measured.` : `! ${badge}`}
        </p>
      )}
    </>
  );
}
