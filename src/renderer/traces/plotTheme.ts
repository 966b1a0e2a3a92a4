/** Names of the trace colours in tokens.css: neutral by default, saturated only for what is abnormal. */
export type TraceInk = 'recorded' | 'twin' | 'command' | 'residual' | 'voltage' | 'current' | 'after' | 'compared' | 'band';

export interface PlotColours {
  readonly grid: string;
  readonly axis: string;
  ink(name: TraceInk): string;
}

/** Canvas cannot use CSS variables: read them when a plot is built; a change of theme rebuilds it. */
export function readPlotColours(element: Element): PlotColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    grid: read('--plot-grid'),
    axis: read('--plot-axis'),
    ink: (name) => read(`--ink-${name}`),
  };
}
