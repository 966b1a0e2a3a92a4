import type { Twin } from '../../state/appState.ts';
import { MODE_NAME } from '../../ui/methodName.ts';
import { fixed } from '../../ui/quantity.ts';
import { cellRecordings } from './cellRecordings.ts';
import { choiceWords } from './clampChoice.ts';
import { ClampTick } from './ClampTick.tsx';
import type { OpenTwin } from './slice.ts';
import { useNextClamps } from './useNextClamps.ts';

function fittedWords({ evidence }: Twin): string {
  if (evidence === undefined) return 'Fitted: one clamp recording.';
  const clamps = evidence.used.filter(({ kind }) => kind === 'clamp').length;
  const paced = evidence.used.filter(({ kind }) => kind === 'paced').length;
  const more = [
    ...(clamps > 1 ? [`${clamps} clamp recordings together`] : []),
    ...(paced > 0 ? [`${paced} paced potential${paced > 1 ? 's' : ''}`] : []),
  ];
  return `Fitted: ${[MODE_NAME[evidence.mode].toLowerCase(), ...more].join(', ')}.`;
}

/**
 * Every recording of the cell: which were fitted, which were left out and why, which are fitted the next time, and what is to be known
 * of the fitted ones.
 */
export function RecordingsList({ open }: { open: OpenTwin }) {
  const { twin } = open;
  const prior = twin.evidence?.prior;
  const { choices, tick } = useNextClamps(open);
  const canChoose = choices.length > 1;
  return (
    <div className="pad">
      <p className="fine" data-testid="twin-mode">
        {fittedWords(twin)}
        {prior != null && ` Before the recording the cell was taken to be like ${prior.cells} other living cells.`}
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Recording</th>
            <th scope="col" className="num">
              Length
            </th>
            <th scope="col">In this twin</th>
            {canChoose && <th scope="col">Again</th>}
          </tr>
        </thead>
        <tbody>
          {cellRecordings(open).map(({ recording, name, use, why }) => (
            <tr key={recording.recordingId} data-testid="cell-recording">
              <th scope="row" className="wraps">
                {name}
              </th>
              <td className="num">{fixed(recording.samples / recording.sampleRateHz, 1)} s</td>
              <td className="wraps">{use === 'fitted' ? <strong>✓ fitted</strong> : <span className="muted">– left out. {why}</span>}</td>
              {canChoose && <ClampTick choices={choices} recordingId={recording.recordingId} onTick={tick} />}
            </tr>
          ))}
        </tbody>
      </table>
      {canChoose && (
        <p className="fine" data-testid="next-clamps">
          {choiceWords(choices)}
        </p>
      )}
      {(twin.recordingNotes ?? []).length > 0 && (
        <>
          <h3 className="side-title">Of the fitted clamp</h3>
          <ul className="plain-list" data-testid="recording-notes">
            {twin.recordingNotes?.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
