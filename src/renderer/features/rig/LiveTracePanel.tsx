import { useCallback } from 'react';
import { protocolDurationMs } from '../../../core/protocol/protocol.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useKeptClamp } from './scope/usePlotView.ts';
import { ViewSwitch } from './scope/ViewSwitch.tsx';

const SYNC_KEY = 'rig-live';

/** Voltage and current: the whole run on one axis, filled as it comes, or the clamp that is kept from before the free potential. */
export function LiveTracePanel({ keptClamp }: { keptClamp: boolean }) {
  const { live } = useWorkstation();
  const shown = keptClamp ? live.clamp : live;
  const simulated = useAppState((state) => state.rig.simulated);
  const state = useAppState((app) => app.rig.state);
  const planned = valueOf(useAppState((app) => app.compiled))?.realised;
  const plannedMs = planned === undefined ? null : protocolDurationMs(planned);
  const whole = useCallback((): TimeWindow | null => {
    const toMs = shown.totalMs ?? plannedMs;
    return toMs === null ? null : { fromMs: 0, toMs };
  }, [shown, plannedMs]);
  const hint =
    state === 'disconnected'
      ? 'Connect a device to see its signal.'
      : state === 'idle'
        ? 'Press Record: voltage and current appear here while the protocol runs.'
        : null;
  const common = { xUnit: 's', zoomable: false, syncKey: SYNC_KEY, window: whole } as const;
  return (
    <Panel
      title={keptClamp ? 'Clamp' : 'Live'}
      className={`live ${simulated ? 'plot-simulated' : ''}`}
      aside={<LiveAside keptClamp={keptClamp} />}
    >
      <TimePlot
        {...common}
        source={shown.voltage}
        label={keptClamp ? 'Voltage of the last clamp' : 'Live membrane voltage'}
        yLabel="Voltage, mV"
        series={[{ label: 'Voltage', ink: 'voltage' }]}
        minRange={20}
        emptyRange={[-120, 60]}
        showXAxis={false}
        testId={keptClamp ? 'clamp-voltage' : 'live-voltage'}
      />
      <TimePlot
        {...common}
        source={shown.current}
        label={keptClamp ? 'Current of the last clamp' : 'Live membrane current'}
        yLabel="Current, pA"
        series={[{ label: 'Current', ink: 'current' }]}
        minRange={20}
        emptyRange={[-500, 500]}
        showXAxis
        testId={keptClamp ? 'clamp-current' : 'live-current'}
      />
      {hint !== null && <LiveHint text={hint} />}
    </Panel>
  );
}

function LiveHint({ text }: { text: string }) {
  const recorded = useAppState((state) => state.lastRun !== null);
  return recorded ? null : (
    <p className="live-hint">
      <span>{text}</span>
    </p>
  );
}

function LiveAside({ keptClamp }: { keptClamp: boolean }) {
  const kept = useKeptClamp();
  return (
    <>
      {keptClamp ? <span className="fine">recording {kept} · time in s</span> : <LiveCaption />}
      <ViewSwitch />
    </>
  );
}

function LiveCaption() {
  const recording = useAppState((state) => state.rig.recording);
  return recording === null ? (
    <span className="fine">time in s</span>
  ) : (
    <span className="fine">recording {recording.recordingId} · time in s</span>
  );
}
