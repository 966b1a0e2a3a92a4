import { useEffect, useState } from 'react';
import type { ScopeReading } from '../../../../shared/contract/scope-schema.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { TimePlot } from '../../../traces/TimePlot.tsx';
import { TraceSource } from '../../../traces/traceSource.ts';
import { Panel } from '../../../ui/Panel.tsx';

interface Quantity {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** Smallest range shown, in the unit. */
  readonly least: number;
  readonly of: (reading: ScopeReading) => number | null;
}

const QUANTITIES: readonly Quantity[] = [
  { id: 'rs', label: 'Rs', unit: 'MΩ', least: 4, of: ({ membrane }) => membrane?.seriesResistanceMohm ?? null },
  { id: 'cm', label: 'Cm', unit: 'pF', least: 8, of: ({ membrane }) => membrane?.membraneCapacitancePf ?? null },
  { id: 'rm', label: 'Rm', unit: 'MΩ', least: 100, of: ({ membrane }) => membrane?.membraneResistanceMohm ?? null },
  { id: 'tau', label: 'τ', unit: 'ms', least: 0.2, of: ({ membrane }) => membrane?.tauMs ?? null },
  { id: 'hold', label: 'I hold', unit: 'pA', least: 40, of: ({ holdingCurrentPa }) => holdingCurrentPa },
];

/** What the test pulses read, over the time since the device was connected. */
export function TrendStrip() {
  return (
    <Panel title="Trends" className="trends" aside={<span className="fine">time since connecting, in s</span>}>
      {QUANTITIES.map((quantity) => (
        <TrendPlot key={quantity.id} quantity={quantity} />
      ))}
    </Panel>
  );
}

function TrendPlot({ quantity }: { quantity: Quantity }) {
  const trend = useAppState((state) => state.scope.trend);
  const [source] = useState(() => new TraceSource());
  useEffect(() => {
    source.set([trend.readings.map(({ atS }) => 1000 * atS), trend.readings.map(quantity.of)]);
  }, [trend, source, quantity]);
  return (
    <TimePlot
      source={source}
      label={`${quantity.label} over time`}
      yLabel={`${quantity.label}, ${quantity.unit}`}
      series={[{ label: quantity.label, ink: 'current', widthPx: 1.5 }]}
      minRange={quantity.least}
      emptyRange={[0, quantity.least]}
      xUnit="s"
      showXAxis
      zoomable={false}
      syncKey="rig-trends"
      testId={`trend-${quantity.id}`}
    />
  );
}
