import { useAppState } from '../../../state/useWorkstation.ts';
import { ManipulatorDialog } from '../manipulator/ManipulatorDialog.tsx';
import { BathDialog } from './BathDialog.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { LogDialog } from './LogDialog.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { RecordingsDialog } from './RecordingsDialog.tsx';
import { SequenceDialog } from './SequenceDialog.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';

/** The dialog of the Rig desk that is open. */
export function RigDialogs() {
  switch (useAppState((state) => state.rigDialog)) {
    case 'note':
      return <NoteDialog />;
    case 'log':
      return <LogDialog />;
    case 'bath':
      return <BathDialog />;
    case 'sequence':
      return <SequenceDialog />;
    case 'recordings':
      return <RecordingsDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'manipulator':
      return <ManipulatorDialog />;
    case 'keys':
      return <KeysDialog />;
    case null:
      return null;
  }
}
