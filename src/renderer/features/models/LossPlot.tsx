import { useEffect, useState } from 'react';
import type { LossPoint } from '../../../shared/training/state.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import { TraceSource } from '../../traces/traceSource.ts';
import { lossColumns } from './lossColumns.ts';

/** Loss over the steps: of the training cells, and of the averaged weights on held-out cells. */
export function LossPlot({ history }: { history: readonly LossPoint[] }) {
  const [source] = useState(() => new TraceSource());
  useEffect(() => source.set(lossColumns(history)), [history, source]);
  return (
    <div className="loss-plot">
      <TimePlot
        source={source}
        label="Loss over the training steps"
        yLabel="Loss by step"
        series={[
          { label: 'training', ink: 'recorded', widthPx: 1.5 },
          { label: 'held-out cells', ink: 'twin', widthPx: 2, dashed: true },
        ]}
        minRange={0.1}
        xUnit="step"
        showXAxis
        zoomable={false}
        emptyRange={[-0.5, 0.5]}
        testId="loss-plot"
      />
    </div>
  );
}
