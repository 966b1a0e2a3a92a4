import type uPlot from 'uplot';
import type { EditedProtocol } from '../../../../core/protocol/edit/edited-protocol.ts';
import { moveEdge, moveLevel, type EdgeMode } from '../../../../core/protocol/edit/drag-segments.ts';
import type { ProtocolGrid } from '../../../../core/protocol/realise-protocol.ts';
import { segmentAt, targetAt, type PlotLayout, type PlotTarget } from './plotTarget.ts';

export interface Dragging {
  readonly edited: () => EditedProtocol;
  readonly grid: () => ProtocolGrid;
  readonly edgeMode: () => EdgeMode;
  /** The segment that was pressed; null: there is none. */
  readonly onChoose: (index: number | null) => void;
  /** The shown time range is fixed while something is dragged. */
  readonly onGrab: (window: { readonly fromMs: number; readonly toMs: number }) => void;
  /** The preview, at every move. */
  readonly onMove: (edited: EditedProtocol) => void;
  /** null: the drag was cancelled. */
  readonly onRelease: (edited: EditedProtocol | null) => void;
  /** The part under the pointer, to be marked. */
  readonly onHover: (target: PlotTarget | null) => void;
}

interface Grip {
  readonly target: PlotTarget;
  readonly edited: EditedProtocol;
  readonly x: number;
  readonly y: number;
  /** Scales when it was grabbed: a scale that changes while dragging must not move the dragged part. */
  readonly msPerPx: number;
  readonly mvPerPx: number;
  latest: EditedProtocol | null;
}

/** Makes levels and edges of a drawn protocol draggable. Elsewhere dragging is the plot's zoom. */
export function bindDragging(plot: uPlot, dragging: Dragging): () => void {
  const { over, root } = plot;
  let grip: Grip | null = null;
  let pressed: { readonly x: number; readonly y: number } | null = null;

  const layout: PlotLayout = { x: (ms) => plot.valToPos(ms, 'x'), y: (mv) => plot.valToPos(mv, 'y') };
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = over.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = (event: PointerEvent): PlotTarget | null => {
    const { x, y } = place(event);
    return targetAt(dragging.edited(), layout, x, y);
  };
  const mark = (target: PlotTarget | null): void => {
    over.classList.toggle('grab-level', target?.kind === 'level');
    over.classList.toggle('grab-edge', target?.kind === 'edge');
    dragging.onHover(target);
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    pressed = { x, y };
    const target = under(event);
    if (target === null) return;
    over.setPointerCapture(event.pointerId);
    const perPx = (scale: 'x' | 'y'): number => Math.abs(plot.posToVal(1, scale) - plot.posToVal(0, scale));
    grip = { target, edited: dragging.edited(), x, y, msPerPx: perPx('x'), mvPerPx: perPx('y'), latest: null };
    dragging.onGrab({ fromMs: plot.scales['x']?.min ?? 0, toMs: plot.scales['x']?.max ?? 0 });
    dragging.onChoose(target.index);
  };
  const move = (event: PointerEvent): void => {
    if (grip === null) {
      mark(event.buttons === 0 ? under(event) : null);
      return;
    }
    const { x, y } = place(event);
    const { target, edited } = grip;
    grip.latest =
      target.kind === 'edge'
        ? moveEdge(edited, target.index, (x - grip.x) * grip.msPerPx, dragging.edgeMode(), dragging.grid())
        : moveLevel(edited, target.index, target.part, (grip.y - y) * grip.mvPerPx, dragging.grid());
    dragging.onMove(grip.latest);
  };
  const release = (keep: boolean): void => {
    if (grip === null) return;
    const { latest } = grip;
    grip = null;
    dragging.onRelease(keep ? latest : null);
  };
  const up = (event: PointerEvent): void => {
    const { x, y } = place(event);
    const still = pressed !== null && Math.hypot(x - pressed.x, y - pressed.y) < 3;
    pressed = null;
    if (grip !== null) {
      release(true);
      return;
    }
    // A press without a drag chooses the segment at that time; a drag was the zoom.
    if (!still) return;
    const index = segmentAt(dragging.edited(), plot.posToVal(x, 'x'));
    dragging.onChoose(index < 0 ? null : index);
  };
  const leave = (): void => mark(null);
  const giveUp = (): void => release(false);
  const keys = (event: KeyboardEvent): void => {
    if (grip === null || event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    giveUp();
  };
  // uPlot begins its zoom with the mouse event that follows the pointer's.
  const noZoom = (event: MouseEvent): void => {
    if (grip !== null) event.stopPropagation();
  };

  over.addEventListener('pointerdown', down);
  over.addEventListener('pointermove', move);
  over.addEventListener('pointerup', up);
  over.addEventListener('pointercancel', giveUp);
  over.addEventListener('pointerleave', leave);
  root.addEventListener('mousedown', noZoom, true);
  window.addEventListener('keydown', keys, true);
  return () => {
    giveUp();
    over.removeEventListener('pointerdown', down);
    over.removeEventListener('pointermove', move);
    over.removeEventListener('pointerup', up);
    over.removeEventListener('pointercancel', giveUp);
    over.removeEventListener('pointerleave', leave);
    root.removeEventListener('mousedown', noZoom, true);
    window.removeEventListener('keydown', keys, true);
  };
}
