import { Button } from '@blueprintjs/core';
import type { OpenTwin } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { dateTime, fixed } from '../../ui/quantity.ts';
import { Readout } from '../../ui/Readout.tsx';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { MethodSwitch } from './MethodSwitch.tsx';
import { exportTwin } from './twinActions.ts';

/** Whose twin, how good, and what can be done with it. */
export function TwinHead({ open }: { open: OpenTwin }) {
  const workstation = useWorkstation();
  const pending = useAppState((state) => state.pending);
  const { twin, sessionId, twinId, session } = open;
  const { fit } = twin;
  return (
    <header className="desk-head">
      <div className="desk-title">
        <h1>
          {twin.cellName} {session.simulated && <SimulatedTag />}
        </h1>
        <p className="fine">
          {twin.protocolId} · {fixed(twin.temperatureC, 1)} °C · {dateTime(twin.createdAt)}
        </p>
      </div>
      <div className="desk-figures">
        <Readout label="NRMSE" value={fixed(fit.nrmsePercent, 2)} unit="%" testId="nrmse" note="rms of recorded minus twin current over the range of the recording" />
        <Readout label="Residual" value={fixed(fit.residualRmsPaPf, 3)} unit="pA/pF" />
        <Readout label="Noise" value={fixed(fit.noisePaPf, 3)} unit="pA/pF" note="White noise of the recording per sample" />
        <Readout label="χ² / sample" value={fixed(fit.chi2PerSample, 2)} note="1 means that the residual is the noise" />
      </div>
      <MethodSwitch open={open} />
      <div className="row">
        <Button size="small" loading={pending.has('export-json')} data-testid="export-json" onClick={() => void exportTwin(workstation, sessionId, twinId, 'json')}>
          JSON
        </Button>
        <Button size="small" loading={pending.has('export-csv')} data-testid="export-csv" onClick={() => void exportTwin(workstation, sessionId, twinId, 'csv')}>
          CSV
        </Button>
      </div>
    </header>
  );
}
