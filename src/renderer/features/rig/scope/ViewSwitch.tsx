import { SegmentedControl } from '@blueprintjs/core';
import { useWorkstation } from '../../../state/useWorkstation.ts';
import { plotViews, VIEW_WORDS } from './plotViews.ts';
import { changeScope } from './scopeActions.ts';
import { usePlotView } from './usePlotView.ts';

/** Test pulses, the clamp that is kept, or the recording in the upper plots. */
export function ViewSwitch() {
  const workstation = useWorkstation();
  const { shown, ...now } = usePlotView();
  const views = plotViews(now);
  return (
    <SegmentedControl
      size="small"
      aria-label="What the plots show"
      data-testid="plot-views"
      disabled={views.length === 1}
      options={views.map((view) => ({ value: view, label: VIEW_WORDS[view === 'run' && now.keepsClamp ? 'free' : view] }))}
      value={shown}
      onValueChange={(value) => {
        const view = views.find((known) => known === value);
        if (view !== undefined) changeScope(workstation, { shows: view });
      }}
    />
  );
}
