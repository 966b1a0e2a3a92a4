import { Button } from '@blueprintjs/core';
import type { OpenTwin } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { OUTCOME_WORD } from '../../ui/beatFeatures.ts';
import { fixed } from '../../ui/quantity.ts';
import { METHOD_WORD } from './MethodSwitch.tsx';
import { cancelInference, openTwin } from './twinActions.ts';
import { COMPARED, type MethodRun, type MethodRuns } from './useMethodRuns.ts';

/** The methods of inference side by side on the recording at hand. */
export function MethodsPanel({ open, methods: { runs, start } }: { open: OpenTwin; methods: MethodRuns }) {
  const workstation = useWorkstation();
  const busy = useAppState((state) => state.pending.has('infer'));
  return (
    <div className="pad">
      <p className="fine">
        Network: one answer at once. Refined: the equations of the cell, started from it. Fit: without the network, under the wider prior of living cells. Each
        becomes a twin of this session.
      </p>
      <div className="row">
        <Button size="small" disabled={busy || start === null} data-testid="compare-methods" onClick={() => void start?.()}>
          Run all three
        </Button>
        {busy && runs !== null && (
          <Button size="small" data-testid="cancel-methods" onClick={() => void cancelInference(workstation)}>
            Cancel
          </Button>
        )}
      </div>
      {runs !== null && (
        <table className="table">
          <thead>
            <tr>
              {['Method', 'NRMSE, %', 'χ² / sample', 'Cycle, ms', 'APD90, ms', 'MDP, mV', 'Outcome', 'Seconds', ''].map((name, i) => (
                <th key={name} scope="col" className={i > 0 && i !== 6 ? 'num' : ''}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {COMPARED.map((method) => (
              <tr key={method} data-testid={`method-${method}`}>
                <th scope="row">{METHOD_WORD[method]}</th>
                <RunCells run={runs[method]} onOpen={(twinId) => void openTwin(workstation, open.sessionId, twinId)} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function RunCells({ run, onOpen }: { run: MethodRun; onOpen: (twinId: number) => void }) {
  if (run.kind !== 'done') {
    return (
      <td colSpan={8} className="muted">
        {run.kind === 'none' ? run.word : run.kind === 'running' ? 'Running' : 'Waiting'}
      </td>
    );
  }
  const { fit, beat } = run.twin;
  const { cycleLengthMs, apd90Ms, mdpMv } = beat.features;
  return (
    <>
      <td className="num">{fixed(fit.nrmsePercent, 2)}</td>
      <td className="num">{fixed(fit.chi2PerSample, 2)}</td>
      <td className="num">{fixed(cycleLengthMs, 0)}</td>
      <td className="num">{fixed(apd90Ms, 0)}</td>
      <td className="num">{fixed(mdpMv, 1)}</td>
      <td>{OUTCOME_WORD[beat.outcome]}</td>
      <td className="num">{fixed(run.seconds, 1)}</td>
      <td className="num">
        <Button size="small" variant="minimal" onClick={() => onOpen(run.twinId)}>
          Open
        </Button>
      </td>
    </>
  );
}
