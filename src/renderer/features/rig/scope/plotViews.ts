/** What the upper plots of the Rig desk show: test pulses, the clamp that is kept, or the recording that runs or was last. */
export type PlotView = 'pulses' | 'clamp' | 'run';

export interface ViewsNow {
  readonly isRecording: boolean;
  /** A clamp is kept: what runs, or was last, is the free potential. */
  readonly keepsClamp: boolean;
}

export const VIEW_WORDS = { pulses: 'Test pulses', clamp: 'Clamp', run: 'Recording', free: 'Free potential' } as const;

/** Views that have something to show, in the order of their switch. */
export function plotViews({ isRecording, keepsClamp }: ViewsNow): readonly PlotView[] {
  return [...(isRecording ? [] : (['pulses'] as const)), ...(keepsClamp ? (['clamp'] as const) : []), 'run'];
}

/** The view that is shown where another is wanted but has nothing to show. */
export function shownView(wanted: PlotView, now: ViewsNow): PlotView {
  return plotViews(now).includes(wanted) ? wanted : 'run';
}

export function nextView(wanted: PlotView, now: ViewsNow): PlotView {
  const views = plotViews(now);
  return views[(views.indexOf(shownView(wanted, now)) + 1) % views.length] ?? 'run';
}
