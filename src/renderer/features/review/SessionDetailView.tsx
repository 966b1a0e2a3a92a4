import { useState } from 'react';
import { cultureWords, notesBesideCulture } from '../../../core/trace/culture.ts';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { dateTime } from '../../ui/quantity.ts';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { RecordingTable } from './RecordingTable.tsx';
import { RecordingTrace } from './RecordingTrace.tsx';
import { TwinTable } from './TwinTable.tsx';
import { UpkeepButtons } from './UpkeepButtons.tsx';

export function SessionDetailView({ session }: { session: SessionDetail }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const recording = session.recordingList.find(({ recordingId }) => recordingId === chosen) ?? session.recordingList[0];
  const culture = cultureWords(session.culture);
  const notes = notesBesideCulture(session.notes);
  return (
    <>
      <header className="desk-head">
        <div className="desk-title">
          <h1>
            {session.cellName} {session.simulated && <SimulatedTag />}
          </h1>
          <p className="fine one-line" title={session.file}>
            {dateTime(session.createdAt)} · {session.file.split(/[\\/]/).at(-1)}
          </p>
        </div>
        {culture !== '' && (
          <p className="session-notes" data-testid="culture">
            From {culture}.
          </p>
        )}
        <UpkeepButtons session={session} />
        {session.damage !== null && (
          <p className="session-notes abnormal" role="alert" data-testid="open-session-damage">
            ! {session.damage}
          </p>
        )}
        {notes !== '' && <p className="session-notes">{notes}</p>}
      </header>
      <div className="review-tables">
        <RecordingTable session={session} chosen={recording?.recordingId ?? null} onChoose={setChosen} />
        <TwinTable session={session} />
      </div>
      {recording === undefined ? (
        <p className="fine pad">This session holds no recording yet.</p>
      ) : (
        <RecordingTrace key={recording.recordingId} sessionKey={session.sessionKey} recording={recording} readOnly={session.inPlace} />
      )}
    </>
  );
}
