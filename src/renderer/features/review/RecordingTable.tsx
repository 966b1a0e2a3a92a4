import { Button } from '@blueprintjs/core';
import { RECORDING_EXPORTERS } from '../../../core/formats/export/registry.ts';
import type { RecordingSummary, SessionDetail } from '../../../shared/contract/schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { fixed } from '../../ui/quantity.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import { inferTwin } from '../twin/twinActions.ts';
import { exportRecording } from './reviewActions.ts';

interface RecordingTableProps {
  readonly session: SessionDetail;
  readonly chosen: number | null;
  readonly onChoose: (recordingId: number) => void;
}

const ABNORMAL: readonly RecordingSummary['status'][] = ['aborted', 'interrupted'];

export function RecordingTable({ session, chosen, onChoose }: RecordingTableProps) {
  const workstation = useWorkstation();
  const jobs = useAppState((state) => state.jobs);
  const isRefining = (recordingId: number): boolean =>
    jobs.some(
      (job) => job.sessionKey === session.sessionKey && job.recordingId === recordingId && job.method === 'refined' && !hasEnded(job),
    );
  return (
    <Panel title="Recordings" className="grow">
      <table className="table">
        <thead>
          <tr>
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
            <tr key={recording.recordingId} className={recording.recordingId === chosen ? 'row-chosen' : ''} data-testid="recording-row">
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-pressed={recording.recordingId === chosen}
                  onClick={() => onChoose(recording.recordingId)}
                >
                  {recording.kind === 'spontaneous' ? 'Spontaneous AP' : (recording.protocol?.name ?? 'Voltage clamp')}
                </button>
              </th>
              <td className="num">{fixed(recording.samples / recording.sampleRateHz, 2)} s</td>
              <td className={`num ${recording.lostSamples > 0 ? 'abnormal' : ''}`}>
                {recording.lostSamples > 0 ? `▲ ${recording.lostSamples}` : '0'}
              </td>
              <td className={ABNORMAL.includes(recording.status) ? 'abnormal' : ''}>
                {ABNORMAL.includes(recording.status) ? `! ${recording.status}` : recording.status}
              </td>
              <td className="row-buttons">
                {recording.kind === 'voltage-clamp' && recording.samples > 0 && !session.inPlace && (
                  <Button
                    size="small"
                    variant="minimal"
                    title="Of a living cell from this clamp and the cell's own potential together, where both were recorded"
                    loading={isRefining(recording.recordingId)}
                    onClick={() => void inferTwin(workstation, session.sessionKey, recording.recordingId, 'refined', 'usual')}
                  >
                    Infer twin
                  </Button>
                )}
                <ExportMenu
                  formats={RECORDING_EXPORTERS}
                  minimal
                  testId="export-recording"
                  onExport={(format) => void exportRecording(workstation, session.sessionKey, recording.recordingId, format)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
