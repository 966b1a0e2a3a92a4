import { SegmentedControl } from '@blueprintjs/core';
import type { ScoreForm } from '../../../shared/contract/schemas.ts';
import { valueOf } from '../../state/loadable.ts';
import { AS_OPENED } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { updateDesk } from './editActions.ts';

const MEANING: Readonly<Record<ScoreForm['form'], string>> = {
  ideal: 'Perfect clamp: only the cell is unknown.',
  robust: '4 MΩ effective series resistance, 0.3 ms left out after every jump, leak and offsets inferred with the cell.',
};

/** The clamp that the score is for, and the protocol that it is compared with. */
export function ScoreHead() {
  const workstation = useWorkstation();
  const { settings, noiseText, compareWith, open } = useAppState((state) => state.protocolDesk);
  const entries = valueOf(useAppState((state) => state.shelf))?.entries ?? [];
  const noise = Number(noiseText);
  const isNoise = noiseText.trim() !== '' && noise >= 0.001 && noise <= 100;
  const typeNoise = (text: string): void => {
    const value = Number(text);
    const isValue = text.trim() !== '' && value >= 0.001 && value <= 100;
    updateDesk(workstation, { noiseText: text, ...(isValue ? { settings: { ...settings, noisePaPf: value } } : {}) });
  };
  return (
    <>
      <div className="row row-end">
        <div className="field">
          <span className="field-label" id="score-form">
            Clamp
          </span>
          <SegmentedControl
            size="small"
            aria-labelledby="score-form"
            value={settings.form}
            options={[
              { value: 'ideal', label: 'Ideal' },
              { value: 'robust', label: 'Robust' },
            ]}
            onValueChange={(form) => updateDesk(workstation, { settings: { ...settings, form: form as ScoreForm['form'] } })}
          />
        </div>
        <QuantityField
          label="Noise"
          unit="pA/pF"
          value={noiseText}
          problem={isNoise ? null : '0.001 to 100.'}
          testId="score-noise"
          onChange={typeNoise}
        />
      </div>
      <p className="fine">{MEANING[settings.form]}</p>
      <SelectField
        label="Compare with"
        value={compareWith}
        options={[
          { value: '', label: 'nothing' },
          { value: AS_OPENED, label: 'this protocol as it was opened' },
          ...entries
            .filter(({ protocol }) => protocol.id !== open?.opened.id)
            .map(({ origin, protocol: { id, name } }) => ({ value: id, label: origin === 'own' ? `${name} · own` : name })),
        ]}
        testId="protocol-compare"
        onChange={(value) => updateDesk(workstation, { compareWith: value })}
      />
    </>
  );
}
