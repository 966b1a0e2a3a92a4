import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { BUILT_IN_RIG } from '../../../../core/amplifier/built-in-rig.ts';
import { GATE_IDS, GATE_WORDS } from '../../../../core/quality/gates.ts';
import { USUAL_SETTINGS } from '../../../../core/quality/rig-settings.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { statedTemperature } from '../recordForm.ts';
import { CopiesLine } from './CopiesLine.tsx';
import { openRigDialog, saveRigSettings } from './cellActions.ts';
import { LeakFields } from './LeakFields.tsx';
import { RecordingSetupFields } from './RecordingSetupFields.tsx';
import { SolutionChoice } from './SolutionChoice.tsx';
import { draftOfSettings, LIMITS, settingsOfDraft, type Limit } from './settingsDraft.ts';

const LIMIT_WORDS: Readonly<Record<Limit, string>> = {
  failBelow: 'Fails below',
  passFrom: 'Passes from',
  passTo: 'to',
  failAbove: 'Fails above',
};

/** Holding potential, compensation, junction potential, rate, filter and gain, and the limits of the gates; kept over restarts. */
export function SettingsDialog() {
  const workstation = useWorkstation();
  const kept = useAppState((state) => state.rigSettings) ?? USUAL_SETTINGS;
  const [draft, setDraft] = useState(() => draftOfSettings(kept));
  const busy = useAppState((state) => state.pending.has('rig-settings'));
  const recording = useAppState((state) => state.rig.recording !== null);
  const measuredC = useAppState((state) => statedTemperature(state.rigForm));
  const offers = useAppState((state) => state.rig.capabilities) ?? BUILT_IN_RIG.capabilities;
  const { settings, problems } = settingsOfDraft(draft, offers);
  const close = (): void => openRigDialog(workstation, null);
  return (
    <Dialog isOpen title="Limits and settings of the rig" onClose={close} className="limits-dialog">
      <DialogBody className="limits-columns">
        <div>
          <div className="row">
            <QuantityField
              label="Holding potential"
              unit="mV"
              value={draft.holdingMv}
              testId="set-holding"
              onChange={(holdingMv) => setDraft({ ...draft, holdingMv })}
            />
            <QuantityField
              label="Rs correction"
              unit="%"
              value={draft.compensationPercent}
              testId="set-correction"
              onChange={(compensationPercent) => setDraft({ ...draft, compensationPercent })}
            />
            <QuantityField
              label="Rs prediction"
              unit="%"
              value={draft.predictionPercent}
              testId="set-prediction"
              onChange={(predictionPercent) => setDraft({ ...draft, predictionPercent })}
            />
            <QuantityField
              label="Junction potential"
              unit="mV"
              value={draft.junctionPotentialMv}
              onChange={(junctionPotentialMv) => setDraft({ ...draft, junctionPotentialMv })}
            />
          </div>
          <RecordingSetupFields draft={draft} offers={offers} onChange={setDraft} />
          <SolutionChoice
            temperatureC={measuredC === '' ? null : Number(measuredC)}
            onPotential={(mv) => setDraft({ ...draft, junctionPotentialMv: mv.toFixed(1) })}
          />
          <LeakFields draft={draft} plan={settings?.leak ?? null} onChange={setDraft} />
          <CopiesLine />
          {problems.map((problem) => (
            <p key={problem} className="field-problem">
              {problem}
            </p>
          ))}
        </div>
        <div>
          <table className="gate-table">
            <thead>
              <tr>
                <th>Measure</th>
                {LIMITS.map((limit) => (
                  <th key={limit}>{LIMIT_WORDS[limit]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {GATE_IDS.map((id) => (
                <tr key={id}>
                  <td>{GATE_WORDS[id].label}</td>
                  {LIMITS.map((limit) => (
                    <td key={limit}>
                      <QuantityField
                        hideLabel
                        label={`${GATE_WORDS[id].label}, ${LIMIT_WORDS[limit]}`}
                        unit={GATE_WORDS[id].unit}
                        value={draft.gates[id][limit]}
                        placeholder="none"
                        testId={`gate-${id}-${limit}`}
                        onChange={(text) => setDraft({ ...draft, gates: { ...draft.gates, [id]: { ...draft.gates[id], [limit]: text } } })}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="fine">Limits advise: a recording is never refused for them, and the log says which were not met.</p>
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={() => setDraft(draftOfSettings(USUAL_SETTINGS))}>Usual values</Button>
            <Button
              intent="primary"
              loading={busy}
              disabled={settings === null || recording}
              data-testid="save-settings"
              onClick={() => settings !== null && void saveRigSettings(workstation, settings).then((taken) => taken && close())}
            >
              Save
            </Button>
          </>
        }
      />
    </Dialog>
  );
}
