import { Button } from '@blueprintjs/core';
import { blockQuestion } from '../../../../core/drug/dose-question.ts';
import { OWN_SOURCE } from '../../../../core/drug/own-source.ts';
import { valueOf } from '../../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { chosenEntry, measuredChoice } from '../chosenEntry.ts';
import { readChannels } from '../drugActions.ts';
import type { DrugForm } from '../slice.ts';
import { cmaxOf, fieldProblem } from './readExperiment.ts';
import { changeStudy, importCompounds, removeCompound, saveCompound } from './studyActions.ts';

/** Own compounds: the values in the table are saved under a name, edited, removed, or imported from a table. */
export function OwnCompound() {
  const workstation = useWorkstation();
  const drugs = valueOf(useAppState((state) => state.drugs)) ?? [];
  const form = useAppState((state) => state.drugForm);
  const name = useAppState((state) => state.drugStudy.compoundName);
  const cmax = useAppState((state) => state.drugStudy.compoundCmax);
  const entry = useAppState(chosenEntry);
  const measured = useAppState((state) => measuredChoice(state) !== null);
  const editable = entry === undefined || entry.sourceId === OWN_SOURCE;
  const questions = entry === undefined && !measured ? questionsOf(form, drugs, name) : [];
  if (measured) return null;
  return (
    <>
      {questions.map((question) => (
        <p key={question} className="field-problem" data-testid="block-question">
          {question}
        </p>
      ))}
      {editable && (
        <div className="row">
          <QuantityField
            label="Own compound"
            text
            value={name}
            placeholder="its name"
            testId="compound-name"
            onChange={(compoundName) => changeStudy(workstation, { compoundName })}
          />
          <QuantityField
            label="Free Cmax"
            unit="nM"
            value={cmax}
            placeholder="unknown"
            problem={fieldProblem(() => cmaxOf(cmax))}
            testId="compound-cmax"
            onChange={(compoundCmax) => changeStudy(workstation, { compoundCmax })}
          />
        </div>
      )}
      <div className="row row-end">
        {editable && (
          <Button size="small" data-testid="compound-save" onClick={() => void saveCompound(workstation)}>
            Save
          </Button>
        )}
        <Button size="small" data-testid="compound-import" onClick={() => void importCompounds(workstation)}>
          Import CSV…
        </Button>
        {entry?.sourceId === OWN_SOURCE && (
          <Button size="small" variant="minimal" onClick={() => void removeCompound(workstation, entry.drug)}>
            Remove
          </Button>
        )}
      </div>
    </>
  );
}

/** Doubts about typed values; none while a field cannot be read yet. */
function questionsOf(form: DrugForm, drugs: readonly Parameters<typeof blockQuestion>[0][number][], name: string): string[] {
  try {
    return readChannels(form).flatMap((block) => blockQuestion(drugs, name, block));
  } catch {
    // The field itself says what is wrong when it is used.
    return [];
  }
}
