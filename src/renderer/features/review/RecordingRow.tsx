import { Button } from '@blueprintjs/core';
import { RECORDING_EXPORTERS } from '../../../core/formats/export/registry.ts';
import { bathWords } from '../../../core/quality/bath.ts';
import { stimulusWords } from '../../../core/trace/correction.ts';
import { isCellClamp } from '../../../core/twin/fitted-together.ts';
import { titleOf } from '../../../core/twin/recordings-of-twin.ts';
import type { RecordingSummary, SessionDetail } from '../../../shared/contract/schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { fixed } from '../../ui/quantity.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import type { ClampChoice } from '../twin/clampChoice.ts';
import { ClampTick } from '../twin/ClampTick.tsx';
import { inferTwin } from '../twin/twinActions.ts';
import { exportRecording } from './reviewActions.ts';

interface RecordingRowProps {
  readonly session: SessionDetail;
  readonly recording: RecordingSummary;
  readonly isChosen: boolean;
  readonly onChoose: (recordingId: number) => void;
  /** What may be fitted together; null where there is nothing to choose. */
  readonly choices: readonly ClampChoice[] | null;
  readonly onTick: (recordingId: number, isTicked: boolean) => void;
}

const ABNORMAL: readonly RecordingSummary['status'][] = ['aborted', 'interrupted'];

export function RecordingRow({ session, recording, isChosen, onChoose, choices, onTick }: RecordingRowProps) {
  const workstation = useWorkstation();
  const { recordingId, status, rejected } = recording;
  const { sessionKey } = session;
  const below = [
    ...(recording.stimulusMs === null ? [] : [`every ${stimulusWords(recording.stimulusMs)}`]),
    ...(recording.leak?.role === 'protocol' ? [recording.leak.words] : []),
    ...(recording.bath === null ? [] : [bathWords(recording.bath)]),
  ].join(' · ');
  const isRefining = useAppState(({ jobs }) =>
    jobs.some((job) => job.sessionKey === sessionKey && job.recordingId === recordingId && job.method === 'refined' && !hasEnded(job)),
  );
  const isAbnormal = rejected !== null || ABNORMAL.includes(status);
  return (
    <tr className={isChosen ? 'row-chosen' : ''} data-testid="recording-row">
      {choices !== null && <ClampTick choices={choices} recordingId={recordingId} onTick={onTick} />}
      <th scope="row">
        <button type="button" className="link" aria-pressed={isChosen} onClick={() => onChoose(recordingId)}>
          {recordingId}. {titleOf({ ...recording, bath: null })}
        </button>
        {below !== '' && <span className="below muted">{below}</span>}
      </th>
      <td className="num">{fixed(recording.samples / recording.sampleRateHz, 2)} s</td>
      <td className={`num ${recording.lostSamples > 0 ? 'abnormal' : ''}`}>
        {recording.lostSamples > 0 ? `▲ ${recording.lostSamples}` : '0'}
      </td>
      <td className={isAbnormal ? 'abnormal' : ''} title={rejected ?? undefined}>
        {isAbnormal && '! '}
        {rejected === null ? status : 'rejected'}
      </td>
      <td className="row-buttons">
        {isCellClamp(recording) && recording.samples > 0 && !session.inPlace && (
          <Button
            size="small"
            variant="minimal"
            title="Of a living cell from its clamp and its own potential together, where both were recorded"
            loading={isRefining}
            data-testid="infer-twin"
            onClick={() => void inferTwin(workstation, { sessionKey, recordingId, method: 'refined', mode: 'usual' })}
          >
            Infer twin
          </Button>
        )}
        <ExportMenu
          formats={RECORDING_EXPORTERS}
          minimal
          testId="export-recording"
          onExport={(format) => void exportRecording(workstation, sessionKey, recordingId, format)}
        />
      </td>
    </tr>
  );
}
