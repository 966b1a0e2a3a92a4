import { Button, ButtonGroup } from '@blueprintjs/core';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { significant } from '../../ui/quantity.ts';
import { changeDrugForm } from './drugActions.ts';

const MULTIPLES = [1, 3, 10, 25] as const;

/** Concentration, shown also as a multiple of the free therapeutic maximum where the source gives one. */
export function ConcentrationField() {
  const workstation = useWorkstation();
  const { concentrationNm, choice } = useAppState((state) => state.drugForm);
  const cmax = useAppState((state) => valueOf(state.drugs)?.[choice]?.freeCmaxNm ?? null);
  const value = Number(concentrationNm);
  const problem = concentrationNm.trim() !== '' && value >= 0 && Number.isFinite(value) ? null : '0 nM or more.';
  return (
    <div className="row row-end">
      <QuantityField
        label={`Concentration${cmax !== null && problem === null ? ` = ${significant(value / cmax, 3)} × free Cmax` : ''}`}
        unit="nM"
        value={concentrationNm}
        problem={problem}
        testId="drug-concentration"
        onChange={(text) => changeDrugForm(workstation, { concentrationNm: text })}
      />
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
  );
}
