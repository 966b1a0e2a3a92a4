import { Button } from '@blueprintjs/core';
import type { OpenTwin, TwinBeat } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { OUTCOME_WORD } from '../../ui/beatFeatures.ts';
import { recordedBeat } from './BeatPanel.tsx';
import { BeatCells, METHOD_COLUMNS, MethodCells } from './MethodCells.tsx';
import { COMPARED, shownBeat, type MethodId, type MethodRun } from './methodRun.ts';
import { METHOD_WORD } from './MethodSwitch.tsx';
import { cancelInference, openTwin } from './twinActions.ts';
import type { MethodRuns } from './useMethodRuns.ts';

const NAME: Readonly<Record<MethodId, string>> = { ...METHOD_WORD, genetic: 'Genetic algorithm', iv: 'I-V analysis' };

/** The methods side by side on the recording at hand. */
export function MethodsPanel({ open, methods: { runs, start } }: { open: OpenTwin; methods: MethodRuns }) {
  const workstation = useWorkstation();
  const busy = useAppState((state) => state.pending.has('infer'));
  const recorded = recordedBeat(open);
  const notes = COMPARED.flatMap((method) => {
    const run = runs?.[method];
    return run?.kind === 'done' && run.figures.note !== null ? [`${NAME[method]}: ${run.figures.note}`] : [];
  });
  return (
    <div className="pad methods">
      <p className="fine">
        Network: one answer at once, put right by two steps on the equations of the cell. Refined: the equations of the cell, started from it. Fit: without the network, under the wider prior of living cells; it
        takes longest and comes last. Each becomes a twin of this session. A genetic algorithm and I-V analysis are run under the clamp of the open twin, and make no twin.
      </p>
      <div className="row">
        <Button size="small" disabled={busy || start === null} data-testid="compare-methods" onClick={() => void start?.()}>
          Run all five
        </Button>
        {busy && runs !== null && (
          <Button size="small" data-testid="cancel-methods" onClick={() => void cancelInference(workstation)}>
            Cancel
          </Button>
        )}
      </div>
      {runs !== null && (
        <table className="table methods-table">
          <thead>
            <tr>
              <th scope="col">Method</th>
              {METHOD_COLUMNS.map((name) => (
                <th key={name} scope="col" className="num" title={name === 'Told' ? 'Parameters told by the recording; of I-V analysis: conductances read' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {recorded !== null && (
              <tr data-testid="method-recorded">
                <th scope="row">
                  Recorded cell
                  <Outcome beat={recorded} />
                </th>
                <td colSpan={2} />
                <BeatCells beat={recorded} recorded={null} />
                <td colSpan={3} />
              </tr>
            )}
            {COMPARED.map((method) => (
              <tr key={method} data-testid={`method-${method}`}>
                <th scope="row">
                  {NAME[method]}
                  <Outcome beat={beatOf(runs[method], recorded)} />
                </th>
                <MethodCells method={method} run={runs[method]} recorded={recorded} onOpen={(twinId) => void openTwin(workstation, open.sessionKey, twinId)} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {notes.map((note) => (
        <p key={note} className="fine" data-testid="method-note">
          {note}
        </p>
      ))}
    </div>
  );
}

function beatOf(run: MethodRun, recorded: TwinBeat | null): TwinBeat | null {
  return run.kind === 'done' ? shownBeat(run.figures, recorded) : null;
}

/** What the cell does, below its name. */
function Outcome({ beat }: { beat: TwinBeat | null }) {
  return beat === null ? null : <span className="muted below">{OUTCOME_WORD[beat.outcome]}</span>;
}
