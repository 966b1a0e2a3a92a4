import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { addNote, openRigDialog } from './cellActions.ts';

const LONGEST = 500;

/** A note with its time: into the log, and into the recording in progress. */
export function NoteDialog() {
  const workstation = useWorkstation();
  const [words, setWords] = useState('');
  const busy = useAppState((state) => state.pending.has('note'));
  const recording = useAppState((state) => state.rig.recording !== null);
  const close = (): void => openRigDialog(workstation, null);
  const isLong = words.length > LONGEST;
  const save = async (): Promise<void> => {
    if (words.trim() !== '' && !isLong && (await addNote(workstation, words.trim()))) close();
  };
  return (
    <Dialog isOpen title="Note" onClose={close}>
      <DialogBody>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <QuantityField
            label={recording ? 'Note, kept at this moment of the recording' : 'Note, kept in the log with its time'}
            text
            value={words}
            problem={isLong ? `At most ${LONGEST} characters.` : null}
            testId="note-words"
            onChange={setWords}
          />
        </form>
      </DialogBody>
      <DialogFooter
        actions={
          <Button
            intent="primary"
            loading={busy}
            disabled={words.trim() === '' || isLong}
            data-testid="save-note"
            onClick={() => void save()}
          >
            Keep
          </Button>
        }
      />
    </Dialog>
  );
}
