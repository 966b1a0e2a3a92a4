import { Button } from '@blueprintjs/core';
import { TWIN_EXPORTERS } from '../../../core/formats/export/registry.ts';
import { fitFailed } from '../../../core/twin/fit-failed.ts';
import { temperatureWords } from '../../../core/twin/twin-temperature.ts';
import type { OpenTwin } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { dateTime, fixed } from '../../ui/quantity.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { MODE_NAME } from '../../ui/methodName.ts';
import { Readout } from '../../ui/Readout.tsx';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { MethodSwitch } from './MethodSwitch.tsx';
import { exportTwin, reportTwin } from './twinActions.ts';

/** What was fitted, where more than the method decides that. */
function fittedWords(open: OpenTwin): string {
  const { evidence } = open.twin;
  if (evidence === undefined) return '';
  return `${MODE_NAME[evidence.mode].toLowerCase()}, ${evidence.used.length} of ${open.session.recordingList.length} recordings · `;
}

/** Cell of the twin, its quality, and the actions on it. */
export function TwinHead({ open }: { open: OpenTwin }) {
  const workstation = useWorkstation();
  const pending = useAppState((state) => state.pending);
  const { twin, sessionKey, twinId, session } = open;
  const { fit } = twin;
  const white = fit.residualCorrelation;
  return (
    <header className="desk-head">
      <div className="desk-title">
        <h1>
          {twin.cellName} {(session.simulated || twin.simulated === true) && <SimulatedTag />}
        </h1>
        <p className="fine">
          {twin.protocolId} · {fittedWords(open)}
          <span data-testid="twin-temperature">{temperatureWords(twin)}</span> · {dateTime(twin.createdAt)}
        </p>
      </div>
      <div className="desk-figures">
        <Readout
          label="NRMSE"
          value={fixed(fit.nrmsePercent, 2)}
          unit="%"
          testId="nrmse"
          note="rms of recorded minus twin current over the range of the recording"
        />
        <Readout
          label="Residual"
          value={fixed(fit.residualRmsPaPf, 3)}
          unit="pA/pF"
          note="rms of recorded minus twin current, capacitive transients with it"
        />
        {fit.residualAfterStepsPaPf !== null && (
          <Readout
            label="After steps"
            value={fixed(fit.residualAfterStepsPaPf, 3)}
            unit="pA/pF"
            testId="residual-after-steps"
            note="Residual from 0.5 ms after each step of the command on"
          />
        )}
        <Readout label="Noise" value={fixed(fit.noisePaPf, 3)} unit="pA/pF" note="White noise of the recording per sample" />
        <Readout
          label="χ² / sample"
          value={fixed(fit.chi2PerSample, 2)}
          level={fitFailed(fit) ? 'alarm' : 'normal'}
          note="1 means that the residual is the noise"
        />
        {white && (
          <Readout
            label="Whiteness"
            value={fixed(white.lag1, 2)}
            testId="whiteness"
            note={`Correlation of neighbours in the residual; noise alone stays within ±${fixed(white.chance, 2)}`}
          />
        )}
      </div>
      <MethodSwitch open={open} />
      <div className="row">
        <ExportMenu
          formats={TWIN_EXPORTERS.filter(({ id }) => id !== 'ensemble' || twin.ensemble !== null)}
          loading={TWIN_EXPORTERS.some(({ id }) => pending.has(`export-${id}`))}
          testId="export-twin"
          onExport={(format) => void exportTwin(workstation, sessionKey, twinId, format)}
        />
        <Button
          size="small"
          loading={pending.has('report')}
          data-testid="report"
          title="The HTML report of this twin"
          onClick={() => void reportTwin(workstation, sessionKey, twinId)}
        >
          Report
        </Button>
      </div>
    </header>
  );
}
