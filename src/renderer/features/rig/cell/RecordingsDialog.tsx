import { Button, Dialog, DialogBody } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import type { LastClamp } from '../../../../shared/contract/cell-schema.ts';
import type { SessionDetail } from '../../../../shared/contract/schemas.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { openRigDialog } from './cellActions.ts';
import { recordingsOf, rejectRecording } from './sequenceActions.ts';

type Recordings = SessionDetail['recordingList'];

/** Recordings of the open cell: accepted, or rejected with a reason, which stays in their history. */
export function RecordingsDialog() {
  const workstation = useWorkstation();
  const open = useAppState((state) => state.openCell);
  const busy = useAppState((state) => state.pending.has('reject'));
  const [recordings, setRecordings] = useState<Recordings | null>(null);
  const [reason, setReason] = useState('');
  const sessionKey = open?.sessionKey ?? null;
  useEffect(() => {
    if (sessionKey !== null) void recordingsOf(workstation, sessionKey).then(setRecordings);
  }, [workstation, sessionKey]);
  const judge = async (recordingId: number, rejected: string | null): Promise<void> => {
    if (busy || sessionKey === null || !(await rejectRecording(workstation, sessionKey, recordingId, rejected))) return;
    setRecordings(await recordingsOf(workstation, sessionKey));
  };
  const isGiven = reason.trim() !== '' && reason.length <= 500;
  return (
    <Dialog isOpen title="Recordings of the open cell" onClose={() => openRigDialog(workstation, null)} className="wide-dialog">
      <DialogBody>
        {recordings === null || recordings.length === 0 ? (
          <p className="fine">{open === null ? 'No cell is open.' : 'No recording could be read.'}</p>
        ) : (
          <>
            <QuantityField label="Reason, to reject one" text value={reason} testId="reject-reason" onChange={setReason} />
            <table className="rig-log" data-testid="recordings-of-cell">
              <tbody>
                {recordings.map(({ recordingId, kind, startedAt, status, rejected, clamp }) => (
                  <tr key={recordingId}>
                    <td className="num">
                      {recordingId} · {new Date(startedAt).toLocaleTimeString()}
                    </td>
                    <td>{kind === 'spontaneous' ? 'Free potential' : 'Voltage clamp'}</td>
                    <td>{status}</td>
                    <td>{clamp === null ? '' : clampWords(clamp)}</td>
                    <td>{rejected === null ? 'accepted' : `rejected: ${rejected}`}</td>
                    <td>
                      <Button
                        size="small"
                        // Not disabled meanwhile: it would lose the focus, and the dialog its keys.
                        disabled={rejected === null && !isGiven}
                        data-testid={`reject-${recordingId}`}
                        onClick={() => void judge(recordingId, rejected === null ? reason.trim() : null)}
                      >
                        {rejected === null ? 'Reject' : 'Accept'}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </DialogBody>
    </Dialog>
  );
}

/** Rs and Cm by the recording's own steps where they are readable, else by the membrane test before it, and the clamp error. */
function clampWords({ slow, before, steps: { membrane } }: LastClamp): string {
  const { seriesResistanceMohm, membraneCapacitancePf } = membrane ?? before;
  const by = membrane === null ? 'by the test before' : 'by its steps';
  return (
    `Rs ${fixed(seriesResistanceMohm, 1)} MΩ, Cm ${fixed(membraneCapacitancePf, 1)} pF ${by}, ` + `clamp error ${fixed(slow.errorMv, 1)} mV`
  );
}
