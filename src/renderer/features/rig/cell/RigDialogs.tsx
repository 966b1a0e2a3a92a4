import { useAppState } from '../../../state/useWorkstation.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { LogDialog } from './LogDialog.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';

/** The dialog of the Rig desk that is open. */
export function RigDialogs() {
  switch (useAppState((state) => state.rigDialog)) {
    case 'note':
      return <NoteDialog />;
    case 'log':
      return <LogDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'keys':
      return <KeysDialog />;
    case null:
      return null;
  }
}
