import type uPlot from 'uplot';
import type { Stretch } from '../../core/trace/stretches.ts';

/** Shades stretches of time over the whole height of a plot, below the traces; for `attach` of TimePlot. */
export function shadeStretches(stretches: readonly Stretch[]): (plot: uPlot) => () => void {
  return (plot) => {
    const colour = getComputedStyle(plot.root).getPropertyValue('--plot-shade').trim();
    const shade = (u: uPlot): void => {
      const { left, top, width, height } = u.bbox;
      u.ctx.save();
      u.ctx.fillStyle = colour;
      for (const [from, to] of stretches) {
        const start = Math.max(left, u.valToPos(from, 'x', true));
        const end = Math.min(left + width, u.valToPos(to, 'x', true));
        if (end > start) u.ctx.fillRect(start, top, end - start, height);
      }
      u.ctx.restore();
    };
    const hooks = plot.hooks as { drawClear?: ((u: uPlot) => void)[] };
    hooks.drawClear = [...(hooks.drawClear ?? []), shade];
    plot.redraw();
    return () => undefined;
  };
}
