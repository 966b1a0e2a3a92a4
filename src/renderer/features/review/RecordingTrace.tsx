import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { OutcomeTag } from '../../ui/OutcomeTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { conditionText } from './conditionText.ts';
import { readBackText } from './readBackText.ts';
import { useRecordingTrace } from './useRecordingTrace.ts';

export function RecordingTrace({ sessionKey, recording }: { sessionKey: string; recording: RecordingSummary }) {
  const [view, setView] = useState<TimeWindow | null>(null);
  const sources = useRecordingTrace(sessionKey, recording.recordingId, view);
  const clamp = recording.kind === 'voltage-clamp';
  const common = { xUnit: 's', zoomable: true, syncKey: 'review-trace', window: view, onZoom: setView } as const;
  const conditions = conditionText(recording.conditions);
  const readBack = readBackText(recording);
  return (
    <Panel
      title={clamp ? 'Command and current' : 'Membrane potential'}
      className={`trace-panel ${recording.simulated ? 'plot-simulated' : ''}`}
      aside={
        <>
          {recording.beat !== null && <OutcomeTag who="Cell" outcome={recording.beat.outcome} />}
          {view === null ? (
            <span className="fine">drag to zoom · time in s</span>
          ) : (
            <Button size="small" variant="minimal" onClick={() => setView(null)}>
              Whole recording
            </Button>
          )}
        </>
      }
    >
      <TimePlot
        {...common}
        source={sources.voltage}
        label="Recorded voltage"
        yLabel={clamp ? 'Command, mV' : 'Voltage, mV'}
        series={[{ label: 'Voltage', ink: 'voltage' }]}
        minRange={10}
        showXAxis={!clamp}
        testId="review-voltage"
      />
      {clamp && (
        <TimePlot
          {...common}
          source={sources.current}
          label="Recorded current"
          yLabel="Current, pA"
          series={[{ label: 'Current', ink: 'current' }]}
          minRange={20}
          showXAxis
          testId="review-current"
        />
      )}
      <p className="fine one-line" title={conditions}>
        <span className={recording.damage === null ? '' : 'abnormal'} data-testid="read-back" title={readBack}>
          {readBack}
        </span>{' '}
        · {recording.device} · {recording.sampleRateHz / 1000} kHz · {conditions}
      </p>
    </Panel>
  );
}
