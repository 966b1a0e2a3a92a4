import { Button } from '@blueprintjs/core';
import type { TwinBeat } from '../../state/appState.ts';
import type { OpenTwin } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { AlarmWords } from '../../ui/AlarmWords.tsx';
import { OUTCOME_WORD } from '../../ui/beatFeatures.ts';
import { METHOD_NAME } from '../../ui/methodName.ts';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { cancelJob } from '../jobs/jobActions.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import { recordedBeats } from './cellRecordings.ts';
import { BeatCells, METHOD_COLUMNS, MethodCells } from './MethodCells.tsx';
import { COMPARED, shownBeat, type MethodRun } from './methodRun.ts';
import { openTwin } from './twinActions.ts';
import type { MethodRuns } from './useMethodRuns.ts';

/** The methods side by side on the same recording. */
export function MethodsPanel({ open, methods: { runs, busy, start } }: { open: OpenTwin; methods: MethodRuns }) {
  const workstation = useWorkstation();
  const recordingId = open.session.twinList.find((entry) => entry.twinId === open.twinId)?.recordingId ?? 0;
  const target = { sessionKey: open.sessionKey, recordingId };
  const running = useAppState((state) =>
    state.jobs.find((job) => job.sessionKey === open.sessionKey && job.recordingId === recordingId && !hasEnded(job)),
  );
  const recorded = recordedBeats(open)[0]?.beat ?? null;
  const notes = COMPARED.flatMap((method) => {
    const run = runs?.[method];
    return run?.kind === 'done' && run.figures.note !== null ? [`${METHOD_NAME[method]}: ${run.figures.note}`] : [];
  });
  return (
    <div className="pad methods">
      <p className="fine">
        Network: one answer at once, corrected by two Gauss-Newton steps on the equations of the cell. Refined: the equations of the cell,
        started from it. Fit: without the network, under the wider prior of living cells; it takes longest and comes last. Each becomes a
        twin of this session. A genetic algorithm and I-V analysis are run under the clamp of the open twin, and make no twin.
      </p>
      <div className="row">
        <Button size="small" disabled={busy || start === null} data-testid="compare-methods" onClick={() => void start?.()}>
          Run all five
        </Button>
        {busy && runs !== null && (
          <Button
            size="small"
            data-testid="cancel-methods"
            disabled={running === undefined}
            onClick={() => running !== undefined && void cancelJob(workstation, running.jobId)}
          >
            Cancel
          </Button>
        )}
      </div>
      {runs !== null && open.session.simulated && (
        <p className="fine">
          <SimulatedTag /> These methods ran on a simulated cell.
        </p>
      )}
      {runs !== null && (
        <table className="table methods-table">
          <thead>
            <tr>
              <th scope="col">Method</th>
              {METHOD_COLUMNS.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className="num"
                  title={name === 'Informed' ? 'Parameters informed by the recording; of I-V analysis: conductances read' : undefined}
                >
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
                  {METHOD_NAME[method]}
                  <Outcome beat={beatOf(runs[method], recorded)} />
                  <Alarms run={runs[method]} />
                </th>
                <MethodCells
                  target={target}
                  method={method}
                  run={runs[method]}
                  recorded={recorded}
                  onOpen={(twinId) => void openTwin(workstation, open.sessionKey, twinId)}
                />
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

/** Below the name of the method, because the figures alone do not show that something is wrong. */
function Alarms({ run }: { run: MethodRun }) {
  return run.kind === 'done' ? <AlarmWords alarms={run.figures.alarms} fitFailed={run.figures.failed} /> : null;
}

/** What the cell does, below its name. */
function Outcome({ beat }: { beat: TwinBeat | null }) {
  return beat === null ? null : <span className="muted below">{OUTCOME_WORD[beat.outcome]}</span>;
}
