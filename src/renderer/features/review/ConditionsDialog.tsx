import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { CORRECTABLE, stimulusWords } from '../../../core/trace/correction.ts';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { dateTime } from '../../ui/quantity.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { changesOfDraft, correctionDraftOf, CORRECTABLES, type CorrectionDraft } from './correctionDraft.ts';
import { correctRecording } from './correctRecording.ts';

interface ConditionsDialogProps {
  readonly sessionKey: string;
  readonly recording: RecordingSummary;
  readonly onClose: () => void;
}

function pacedLabel({ stimulusMs }: RecordingSummary): string {
  return stimulusMs === null ? 'Paced: its rate is not its own' : `Paced every ${stimulusWords(stimulusMs)}`;
}

/** States or corrects what is known of a recording; what it was before stays in its history. */
export function ConditionsDialog({ sessionKey, recording, onClose }: ConditionsDialogProps) {
  const workstation = useWorkstation();
  const working = useAppState((state) => state.pending.has('correct'));
  const [draft, setDraft] = useState(() => correctionDraftOf(recording));
  const { changes, problems } = changesOfDraft(recording, draft);
  const isChanged = Object.keys(changes).length > 0 && Object.keys(problems).length === 0;
  const keep = async (): Promise<void> => {
    if (await correctRecording(workstation, sessionKey, recording.recordingId, changes)) onClose();
  };
  return (
    <Dialog isOpen title="Conditions of the recording" onClose={onClose} className="wide-dialog">
      <DialogBody>
        <div className="column-questions">
          {CORRECTABLES.map((key) => {
            const { label, unit } = CORRECTABLE[key];
            return (
              <QuantityField
                key={key}
                label={`${label[0]?.toUpperCase() ?? ''}${label.slice(1)}${key === 'junctionPotentialMv' ? ', corrected already' : ''}`}
                unit={unit}
                value={draft.conditions[key]}
                placeholder="not stated"
                problem={problems[key] ?? null}
                testId={`correct-${key}`}
                onChange={(value) => setDraft({ ...draft, conditions: { ...draft.conditions, [key]: value } })}
              />
            );
          })}
          <SelectField
            label="Cell"
            value={draft.cell}
            testId="correct-cell"
            options={[
              { value: '', label: recording.simulated ? 'As marked: simulated' : 'As marked: living' },
              { value: 'living', label: 'Living' },
              { value: 'simulated', label: 'Simulated' },
            ]}
            onChange={(cell) => setDraft({ ...draft, cell: cell as CorrectionDraft['cell'] })}
          />
          {recording.kind === 'spontaneous' && (
            <SelectField
              label="Pacing"
              value={draft.paced ? 'paced' : 'free'}
              testId="correct-paced"
              options={[
                { value: 'free', label: 'Not paced, as far as is known' },
                { value: 'paced', label: pacedLabel(recording) },
              ]}
              onChange={(pacing) => setDraft({ ...draft, paced: pacing === 'paced' })}
            />
          )}
        </div>
        <h4>History</h4>
        {recording.corrections.length === 0 ? (
          <p className="fine">Nothing was corrected: all is as it was recorded.</p>
        ) : (
          <ul className="plain-list" data-testid="corrections">
            {recording.corrections.map(({ madeAt, words }, k) => (
              <li key={k}>
                {dateTime(madeAt)}: {words}
              </li>
            ))}
          </ul>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <Button
            intent="primary"
            disabled={!isChanged}
            loading={working}
            data-testid="keep-correction"
            text="Keep"
            onClick={() => void keep()}
          />
        }
      >
        <span className="fine">Samples are never changed. Twins that were made stay as they are: infer again.</span>
      </DialogFooter>
    </Dialog>
  );
}
