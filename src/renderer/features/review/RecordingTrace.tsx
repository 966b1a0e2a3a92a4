import { Button } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { withStretch, type Stretch } from '../../../core/trace/stretches.ts';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { shadeStretches } from '../../traces/shadeStretches.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { OutcomeTag } from '../../ui/OutcomeTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ConditionsDialog } from './ConditionsDialog.tsx';
import { correctRecording } from './correctRecording.ts';
import { ExcludedList } from './ExcludedList.tsx';
import { conditionText } from './conditionText.ts';
import { readBackText } from './readBackText.ts';
import { useRecordingTrace } from './useRecordingTrace.ts';

interface RecordingTraceProps {
  readonly sessionKey: string;
  readonly recording: RecordingSummary;
  /** The session is only read. */
  readonly readOnly: boolean;
}

export function RecordingTrace({ sessionKey, recording, readOnly }: RecordingTraceProps) {
  const workstation = useWorkstation();
  const [view, setView] = useState<TimeWindow | null>(null);
  const [excluding, setExcluding] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  const { recordingId, excludedMs } = recording;
  const shade = useMemo(() => shadeStretches(excludedMs), [excludedMs]);
  const exclude = (stretches: readonly Stretch[]): void =>
    void correctRecording(workstation, sessionKey, recordingId, { excludedMs: stretches });
  const dragged = (window: TimeWindow | null): void => {
    if (!excluding || window === null) {
      setView(window);
      return;
    }
    setExcluding(false);
    const lengthMs = (1000 * recording.samples) / recording.sampleRateHz;
    const stretches = withStretch(excludedMs, [window.fromMs, window.toMs], lengthMs);
    if (stretches !== excludedMs) exclude(stretches);
  };
  const { leak } = recording;
  const canSubtract = leak?.role === 'protocol' && leak.problem === null;
  const [subtract, setSubtract] = useState(false);
  const subtracted = canSubtract && subtract;
  const sources = useRecordingTrace(sessionKey, recording.recordingId, view, subtracted);
  const clamp = recording.kind === 'voltage-clamp';
  const common = { xUnit: 's', zoomable: true, syncKey: 'review-trace', window: view, onZoom: dragged, attach: shade } as const;
  const conditions = conditionText(recording.conditions);
  const readBack = readBackText(recording);
  return (
    <Panel
      title={clamp ? 'Command and current' : 'Membrane potential'}
      className={`trace-panel ${recording.simulated ? 'plot-simulated' : ''}`}
      aside={
        <>
          {recording.beat !== null && <OutcomeTag who="Cell" outcome={recording.beat.outcome} />}
          {!readOnly && (
            <Button size="small" variant="minimal" data-testid="conditions" onClick={() => setCorrecting(true)}>
              Conditions …
            </Button>
          )}
          {leak?.role === 'protocol' && (
            <Button
              size="small"
              variant="minimal"
              active={subtracted}
              aria-pressed={subtracted}
              disabled={!canSubtract}
              data-testid="leak-subtracted"
              title={leak.problem ?? `${leak.words}: recording ${leak.partner ?? ''} holds the sub-sweeps. Twins are of the raw current.`}
              onClick={() => setSubtract(!subtract)}
            >
              Without leak
            </Button>
          )}
          {!readOnly && clamp && (
            <Button
              size="small"
              variant="minimal"
              active={excluding}
              aria-pressed={excluding}
              data-testid="exclude"
              title="A stretch that you drag over is left out of twins"
              onClick={() => setExcluding(!excluding)}
            >
              Leave out …
            </Button>
          )}
          {view === null ? (
            <span className="fine">{excluding ? 'drag over what is to be left out' : 'drag to zoom · time in s'}</span>
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
          label={subtracted ? 'Current without leak' : 'Recorded current'}
          yLabel={subtracted ? 'Without leak, pA' : 'Current, pA'}
          series={[{ label: 'Current', ink: 'current' }]}
          minRange={20}
          showXAxis
          testId="review-current"
        />
      )}
      <ExcludedList stretches={excludedMs} onRemove={readOnly ? undefined : (at) => exclude(excludedMs.filter((_, k) => k !== at))} />
      {correcting && <ConditionsDialog sessionKey={sessionKey} recording={recording} onClose={() => setCorrecting(false)} />}
      <p className="fine one-line" title={conditions}>
        <span className={recording.damage === null ? '' : 'abnormal'} data-testid="read-back" title={readBack}>
          {readBack}
        </span>{' '}
        · {recording.device} · {recording.sampleRateHz / 1000} kHz · {conditions}
      </p>
    </Panel>
  );
}
