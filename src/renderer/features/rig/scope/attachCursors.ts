import type uPlot from 'uplot';
import { cursorNear, type Cursors } from './cursors.ts';

export interface CursorHandles {
  /** null: they are off. */
  readonly cursors: () => Cursors | null;
  readonly onPlace: (which: 0 | 1, ms: number) => void;
}

/** A pointer this near takes a cursor, CSS pixels. */
const REACH_PX = 6;

/** Draws two vertical cursors over a plot and makes them draggable; elsewhere dragging is the plot's zoom. */
export function attachCursors(plot: uPlot, { cursors, onPlace }: CursorHandles): () => void {
  const { over, root } = plot;
  let held: 0 | 1 | null = null;
  const msOf = (event: PointerEvent): number => plot.posToVal(event.clientX - over.getBoundingClientRect().left, 'x');
  const under = (event: PointerEvent): 0 | 1 | null => {
    const now = cursors();
    const reachMs = Math.abs(plot.posToVal(REACH_PX, 'x') - plot.posToVal(0, 'x'));
    return now === null ? null : cursorNear(now, msOf(event), reachMs);
  };
  const down = (event: PointerEvent): void => {
    held = event.button === 0 ? under(event) : null;
    if (held !== null) over.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    over.classList.toggle('grab-edge', (held ?? (event.buttons === 0 ? under(event) : null)) !== null);
    if (held !== null) onPlace(held, msOf(event));
  };
  const up = (): void => {
    held = null;
  };
  // uPlot begins its zoom with the mouse event that follows the pointer's.
  const noZoom = (event: MouseEvent): void => {
    if (held !== null) event.stopPropagation();
  };
  const draw = (): void => drawCursors(plot, cursors());

  over.addEventListener('pointerdown', down);
  over.addEventListener('pointermove', move);
  over.addEventListener('pointerup', up);
  over.addEventListener('pointercancel', up);
  root.addEventListener('mousedown', noZoom, true);
  plot.hooks.draw = [...(plot.hooks.draw ?? []), draw];
  return () => {
    over.removeEventListener('pointerdown', down);
    over.removeEventListener('pointermove', move);
    over.removeEventListener('pointerup', up);
    over.removeEventListener('pointercancel', up);
    root.removeEventListener('mousedown', noZoom, true);
    plot.hooks.draw = plot.hooks.draw?.filter((hook) => hook !== draw) ?? [];
  };
}

/** The one that keys move is drawn wider. */
function drawCursors(plot: uPlot, cursors: Cursors | null): void {
  if (cursors === null) return;
  const { ctx, bbox } = plot;
  const scale = ctx.canvas.width / Math.max(1, plot.width);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ctx.fillStyle = getComputedStyle(plot.root).getPropertyValue('--ink-twin').trim();
  ctx.font = `${Math.round(11 * scale)}px sans-serif`;
  cursors.atMs.forEach((ms, which) => {
    const x = plot.valToPos(ms, 'x', true);
    ctx.lineWidth = (which === cursors.active ? 2 : 1) * scale;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(String(which + 1), x + 4 * scale, bbox.top + 12 * scale);
  });
  ctx.restore();
}
