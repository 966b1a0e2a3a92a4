import type uPlot from 'uplot';
import { segmentEndMv, segmentStartMv } from '../../../../core/protocol/protocol.ts';
import type { EditedProtocol } from '../../../../core/protocol/edit/edited-protocol.ts';
import { startOf, type PlotTarget } from './plotTarget.ts';

export interface Marks {
  readonly edited: EditedProtocol;
  /** Index of the chosen segment, -1 for none. */
  readonly chosen: number;
  readonly hovered: PlotTarget | null;
}

/** Sizes in CSS pixels. */
const HANDLE = 8;
const LINE = 3;

/** Draws the chosen segment's stretch of time behind the traces and its line, ends and edge over them. */
export function drawHandles(plot: uPlot, marks: () => Marks | null): () => void {
  const colour = (name: string): string => getComputedStyle(plot.root).getPropertyValue(name).trim();
  const [band, ink, surface] = [colour('--surface-3'), colour('--ink-twin'), colour('--plot-surface')];
  const scale = (): number => plot.ctx.canvas.width / Math.max(1, plot.width);
  const x = (ms: number): number => plot.valToPos(ms, 'x', true);
  const y = (mv: number): number => plot.valToPos(mv, 'y', true);

  const behind = (): void => {
    const now = marks();
    const segment = now?.edited.segments[now.chosen];
    if (now === null || segment === undefined) return;
    const startMs = startOf(now.edited, now.chosen);
    const { left, top, width, height } = plot.bbox;
    const from = Math.max(left, x(startMs));
    const to = Math.min(left + width, x(startMs + segment.durationMs));
    plot.ctx.fillStyle = band;
    if (to > from) plot.ctx.fillRect(from, top, to - from, height);
  };
  const over = (): void => {
    const now = marks();
    if (now === null) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - HANDLE, bbox.top, bbox.width + 2 * HANDLE, bbox.height);
    ctx.clip();
    ctx.strokeStyle = ink;
    if (now.hovered !== null) drawTarget(ctx, now, now.hovered);
    const segment = now.edited.segments[now.chosen];
    if (segment !== undefined) {
      drawTarget(ctx, now, { kind: 'level', index: now.chosen, part: 'whole' });
      const startMs = startOf(now.edited, now.chosen);
      square(ctx, x(startMs), y(segmentStartMv(segment)));
      square(ctx, x(startMs + segment.durationMs), y(segmentEndMv(segment)));
    }
    ctx.restore();
  };
  const drawTarget = (ctx: CanvasRenderingContext2D, { edited }: Marks, target: PlotTarget): void => {
    const segment = edited.segments[target.index];
    if (segment === undefined) return;
    const startMs = startOf(edited, target.index);
    const endMs = startMs + segment.durationMs;
    ctx.lineWidth = LINE * scale();
    ctx.beginPath();
    if (target.kind === 'edge') {
      const next = edited.segments[target.index + 1];
      const [a, b] = [y(segmentEndMv(segment)), y(next === undefined ? edited.holdingMv : segmentStartMv(next))];
      const reach = Math.abs(a - b) < 6 * scale() ? 6 * scale() : 0;
      ctx.moveTo(x(endMs), Math.min(a, b) - reach);
      ctx.lineTo(x(endMs), Math.max(a, b) + reach);
    } else if (target.part === 'whole') {
      ctx.moveTo(x(startMs), y(segmentStartMv(segment)));
      ctx.lineTo(x(endMs), y(segmentEndMv(segment)));
    } else {
      square(
        ctx,
        x(target.part === 'start' ? startMs : endMs),
        y(target.part === 'start' ? segmentStartMv(segment) : segmentEndMv(segment)),
      );
    }
    ctx.stroke();
  };
  const square = (ctx: CanvasRenderingContext2D, atX: number, atY: number): void => {
    const size = HANDLE * scale();
    ctx.fillStyle = surface;
    ctx.lineWidth = 2 * scale();
    ctx.fillRect(atX - size / 2, atY - size / 2, size, size);
    ctx.strokeRect(atX - size / 2, atY - size / 2, size, size);
  };

  plot.hooks.drawClear = [...(plot.hooks.drawClear ?? []), behind];
  plot.hooks.draw = [...(plot.hooks.draw ?? []), over];
  plot.redraw(false, false);
  return () => {
    plot.hooks.drawClear = plot.hooks.drawClear?.filter((hook) => hook !== behind) ?? [];
    plot.hooks.draw = plot.hooks.draw?.filter((hook) => hook !== over) ?? [];
  };
}
