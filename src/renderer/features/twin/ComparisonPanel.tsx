import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import type { OpenTwin } from './slice.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useComparison } from './useComparison.ts';

/** Recorded current with the twin's over it, command above, residual below, on one time axis. */
export function ComparisonPanel({ open }: { open: OpenTwin }) {
  const [view, setView] = useState<TimeWindow | null>(null);
  const sources = useComparison(open, view);
  const common = { xUnit: 's', zoomable: true, syncKey: 'twin-comparison', window: view, onZoom: setView } as const;
  return (
    <Panel
      title="Twin against recording"
      className={`comparison ${open.session.simulated ? 'plot-simulated' : ''}`}
      aside={
        view === null ? (
          <span className="fine">drag to zoom · time in s</span>
        ) : (
          <Button size="small" variant="minimal" onClick={() => setView(null)}>
            Whole recording
          </Button>
        )
      }
    >
      <TimePlot
        {...common}
        source={sources.command}
        label="Command voltage"
        yLabel="Command, mV"
        series={[{ label: 'Command', ink: 'command' }]}
        showXAxis={false}
        testId="comparison-command"
      />
      <TimePlot
        {...common}
        source={sources.current}
        label="Recorded current and the current of the twin"
        yLabel="Current, pA/pF"
        series={[
          { label: 'recorded', ink: 'recorded', widthPx: 3 },
          { label: 'twin', ink: 'twin', widthPx: 1.25 },
        ]}
        showXAxis={false}
        testId="comparison-current"
      />
      <TimePlot
        {...common}
        source={sources.residual}
        label="Recorded minus twin"
        yLabel="Residual, pA/pF"
        series={[{ label: 'Residual', ink: 'residual' }]}
        minRange={1}
        showXAxis
        testId="comparison-residual"
      />
    </Panel>
  );
}
