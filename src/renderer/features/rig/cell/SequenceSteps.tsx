import { Button } from '@blueprintjs/core';
import { BATH_PHASES, PHASE_WORDS } from '../../../../core/quality/bath.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { MOST_STEPS, type StepDraft } from './sequenceDraft.ts';

interface SequenceStepsProps {
  readonly steps: readonly StepDraft[];
  readonly onChange: (steps: readonly StepDraft[]) => void;
}

/** The steps of a sequence, a row each. */
export function SequenceSteps({ steps, onChange }: SequenceStepsProps) {
  const change = (at: number, patch: Partial<StepDraft>): void =>
    onChange(steps.map((step, i) => (i === at ? { ...step, ...patch } : step)));
  return (
    <>
      {steps.map((step, i) => (
        <div className="row row-end" key={i} data-testid={`sequence-step-${i + 1}`}>
          <SelectField
            label={`Step ${i + 1}`}
            value={step.phase}
            options={BATH_PHASES.map((phase) => ({ value: phase, label: PHASE_WORDS[phase] }))}
            onChange={(value) => change(i, { phase: BATH_PHASES.find((phase) => phase === value) ?? step.phase })}
          />
          <QuantityField
            label="Drug"
            text
            value={step.phase === 'control' ? '' : step.drug}
            disabled={step.phase === 'control'}
            testId={`sequence-drug-${i + 1}`}
            onChange={(drug) => change(i, { drug })}
          />
          <QuantityField
            label="Concentration"
            unit="nM"
            value={step.phase === 'drug' ? step.concentrationNm : ''}
            disabled={step.phase !== 'drug'}
            testId={`sequence-nm-${i + 1}`}
            onChange={(concentrationNm) => change(i, { concentrationNm })}
          />
          <QuantityField
            label="Wait"
            unit="s"
            value={step.waitS}
            testId={`sequence-wait-${i + 1}`}
            onChange={(waitS) => change(i, { waitS })}
          />
          <QuantityField
            label="Recordings"
            value={step.recordings}
            testId={`sequence-count-${i + 1}`}
            onChange={(recordings) => change(i, { recordings })}
          />
          <Button
            className="row-action"
            size="small"
            aria-label={`Remove step ${i + 1}`}
            disabled={steps.length === 1}
            onClick={() => onChange(steps.filter((_, k) => k !== i))}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button
        size="small"
        disabled={steps.length >= MOST_STEPS}
        onClick={() => onChange([...steps, { phase: 'drug', drug: '', concentrationNm: '', waitS: '120', recordings: '1' }])}
      >
        Add a step
      </Button>
    </>
  );
}
