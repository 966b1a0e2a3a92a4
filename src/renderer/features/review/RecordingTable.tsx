import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { choiceWords, clampChoices, togetherOf } from '../twin/clampChoice.ts';
import { inferTwin } from '../twin/twinActions.ts';
import { RecordingRow } from './RecordingRow.tsx';

interface RecordingTableProps {
  readonly session: SessionDetail;
  readonly chosen: number | null;
  readonly onChoose: (recordingId: number) => void;
}

export function RecordingTable({ session, chosen, onChoose }: RecordingTableProps) {
  const workstation = useWorkstation();
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const all = chosen === null || session.inPlace ? [] : clampChoices(session.recordingList, chosen, ticked);
  // Without a clamp on screen, or with one alone, there is nothing to choose.
  const choices = all.length > 1 && all.some(({ isFirst }) => isFirst) ? all : null;
  const tick = (recordingId: number, isTicked: boolean): void =>
    setTicked(isTicked ? [...ticked, recordingId] : ticked.filter((id) => id !== recordingId));
  const together = choices === null ? [] : togetherOf(choices);
  const inferTogether = (): void => {
    const { sessionKey } = session;
    if (chosen !== null) void inferTwin(workstation, { sessionKey, recordingId: chosen, together, method: 'refined', mode: 'usual' });
  };
  return (
    <Panel
      title="Recordings"
      className="grow"
      aside={
        choices !== null &&
        (together.length === 0 ? (
          <span className="fine">tick clamps to fit them together</span>
        ) : (
          <Button size="small" data-testid="infer-together" title={choiceWords(choices)} onClick={inferTogether}>
            Infer twin of {together.length + 1}
          </Button>
        ))
      }
    >
      <table className="table">
        <thead>
          <tr>
            {choices !== null && <th scope="col">Fit</th>}
            <th scope="col">What</th>
            <th scope="col" className="num">
              Length
            </th>
            <th scope="col" className="num">
              Lost
            </th>
            <th scope="col">Status</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {session.recordingList.map((recording) => (
            <RecordingRow
              key={recording.recordingId}
              session={session}
              recording={recording}
              isChosen={recording.recordingId === chosen}
              onChoose={onChoose}
              choices={choices}
              onTick={tick}
            />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
