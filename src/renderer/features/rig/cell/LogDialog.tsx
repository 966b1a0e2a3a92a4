import { Dialog, DialogBody } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { openRigDialog } from './cellActions.ts';

/** What was set and done at the rig, the newest first. */
export function LogDialog() {
  const workstation = useWorkstation();
  const log = useAppState((state) => state.rigLog);
  return (
    <Dialog isOpen title="Log of the rig" onClose={() => openRigDialog(workstation, null)} className="wide-dialog">
      <DialogBody>
        {log.length === 0 ? (
          <p className="fine">Nothing has been set or recorded yet.</p>
        ) : (
          <table className="rig-log" data-testid="rig-log">
            <tbody>
              {log.toReversed().map(({ at, kind, words }, i) => (
                <tr key={`${at} ${log.length - i}`}>
                  <td className="num">
                    <time dateTime={at}>{new Date(at).toLocaleString()}</time>
                  </td>
                  <td className="fine">{kind}</td>
                  <td>{words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </DialogBody>
    </Dialog>
  );
}
