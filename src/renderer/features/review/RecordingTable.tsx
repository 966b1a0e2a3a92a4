import { useState } from 'react';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { Panel } from '../../ui/Panel.tsx';
import { choiceWords, clampChoices, togetherOf } from '../twin/clampChoice.ts';
import { RecordingRow } from './RecordingRow.tsx';

interface RecordingTableProps {
  readonly session: SessionDetail;
  readonly chosen: number | null;
  readonly onChoose: (recordingId: number) => void;
}

export function RecordingTable({ session, chosen, onChoose }: RecordingTableProps) {
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const all = chosen === null || session.inPlace ? [] : clampChoices(session.recordingList, chosen, ticked);
  // Without a clamp on screen, or with one alone, there is nothing to choose.
  const choices = all.length > 1 && all.some(({ isFirst }) => isFirst) ? all : null;
  const tick = (recordingId: number, isTicked: boolean): void =>
    setTicked(isTicked ? [...ticked, recordingId] : ticked.filter((id) => id !== recordingId));
  return (
    <Panel title="Recordings" className="grow">
      <table className="table">
        <thead>
          <tr>
            {choices !== null && <th scope="col">Together</th>}
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
              together={choices !== null && recording.recordingId === chosen ? togetherOf(choices) : []}
            />
          ))}
        </tbody>
      </table>
      {choices !== null && (
        <p className="fine" data-testid="together-words">
          {choiceWords(choices)}
        </p>
      )}
    </Panel>
  );
}
