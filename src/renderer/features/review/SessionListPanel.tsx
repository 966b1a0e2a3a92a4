import { Button, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ExportManyDialog } from './ExportManyDialog.tsx';
import { FileProgress } from './FileProgress.tsx';
import { OldTwins } from './OldTwins.tsx';
import { openSession } from './reviewActions.ts';
import { searchText } from './searchText.ts';
import { SessionRow } from './SessionRow.tsx';

export function SessionListPanel() {
  const workstation = useWorkstation();
  const sessions = valueOf(useAppState((state) => state.sessions)) ?? [];
  const open = useAppState((state) => valueOf(state.openSession)?.sessionKey ?? null);
  const exporting = useAppState((state) => state.exporting);
  const [choosing, setChoosing] = useState(false);
  const [words, setWords] = useState('');
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = sessions.filter((session) => {
    const text = searchText(session);
    return wanted.every((word) => text.includes(word));
  });
  return (
    <Panel
      title="Sessions"
      className="session-list"
      aside={
        <span className="fine num">{shown.length === sessions.length ? sessions.length : `${shown.length} of ${sessions.length}`}</span>
      }
    >
      <InputGroup
        size="small"
        type="search"
        fill
        placeholder="Search cell, date or file"
        aria-label="Search sessions"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <OldTwins sessions={sessions} />
      {exporting !== null && <FileProgress kind="export" fraction={exporting} />}
      {sessions.length > 1 && exporting === null && (
        <Button size="small" data-testid="export-many" onClick={() => setChoosing(true)}>
          Export several …
        </Button>
      )}
      {choosing && <ExportManyDialog sessions={shown} onClose={() => setChoosing(false)} />}
      <ul className="session-rows" aria-label="Saved sessions">
        {shown.map((session) => (
          <li key={session.sessionKey}>
            <SessionRow
              session={session}
              open={session.sessionKey === open}
              onOpen={() => void openSession(workstation, session.sessionKey)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="fine">
          {sessions.length === 0
            ? 'No session yet. Record a cell on the Rig desk, or import one below.'
            : 'No session matches. Shorten the search.'}
        </p>
      )}
    </Panel>
  );
}
