import { Dialog, DialogBody } from '@blueprintjs/core';
import { abortHotkey } from '../../../../shared/contract/hotkeys.ts';
import { useWorkstation } from '../../../state/useWorkstation.ts';
import { RIG_KEYS } from '../rigKeys.ts';
import { openRigDialog } from './cellActions.ts';

/** Every key of the desk. */
export function KeysDialog() {
  const workstation = useWorkstation();
  const rows = [{ key: abortHotkey.label, words: 'ABORT: safe level at once, on every desk' }, ...RIG_KEYS];
  return (
    <Dialog isOpen title="Keys of the Rig desk" onClose={() => openRigDialog(workstation, null)}>
      <DialogBody>
        <table className="rig-log" data-testid="rig-keys">
          <tbody>
            {rows.map(({ key, words }) => (
              <tr key={key}>
                <td>
                  <kbd>{/^[A-Z]$/.test(key) ? `Shift ${key}` : key.toUpperCase()}</kbd>
                </td>
                <td>{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </DialogBody>
    </Dialog>
  );
}
