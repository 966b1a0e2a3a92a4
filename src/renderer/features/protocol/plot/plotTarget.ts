import { segmentEndMv, segmentStartMv } from '../../../../core/protocol/protocol.ts';
import type { EditedProtocol } from '../../../../core/protocol/edit/edited-protocol.ts';
import type { LevelPart } from '../../../../core/protocol/edit/drag-segments.ts';

/** The part of the drawn protocol under the pointer. */
export type PlotTarget =
  | { readonly kind: 'level'; readonly index: number; readonly part: LevelPart }
  /** The end of segment `index`. */
  | { readonly kind: 'edge'; readonly index: number };

/** Where a plot puts things, CSS pixels. */
export interface PlotLayout {
  readonly x: (ms: number) => number;
  readonly y: (mv: number) => number;
}

/** Reach of a line and of the end of a ramp, CSS pixels. */
const REACH_PX = 6;
const END_REACH_PX = 8;

/** The part that can be dragged at a place of the plot: the ends of a ramp, then an edge, then a level. null: none is near. */
export function targetAt(
  { segments }: Pick<EditedProtocol, 'segments'>,
  { x, y }: PlotLayout,
  atX: number,
  atY: number,
): PlotTarget | null {
  let startMs = 0;
  let edge: { readonly index: number; readonly px: number } | null = null;
  let level: PlotTarget | null = null;
  for (const [index, segment] of segments.entries()) {
    const endMs = startMs + segment.durationMs;
    const left = x(startMs);
    const right = x(endMs);
    startMs = endMs;
    if (right < atX - END_REACH_PX || left > atX + END_REACH_PX) continue;
    const from = y(segmentStartMv(segment));
    const to = y(segmentEndMv(segment));
    if (segment.kind === 'ramp' && right - left > 3 * END_REACH_PX) {
      if (Math.hypot(left - atX, from - atY) <= END_REACH_PX) return { kind: 'level', index, part: 'start' };
      if (Math.hypot(right - atX, to - atY) <= END_REACH_PX) return { kind: 'level', index, part: 'end' };
    }
    const next = segments[index + 1];
    const beyond = next === undefined ? to : y(segmentStartMv(next));
    const off = Math.abs(right - atX);
    if (
      off <= REACH_PX &&
      atY >= Math.min(to, beyond) - REACH_PX &&
      atY <= Math.max(to, beyond) + REACH_PX &&
      (edge === null || off < edge.px)
    ) {
      edge = { index, px: off };
    }
    // The middle of a level stays a level however short the drawn segment is.
    const margin = Math.min(REACH_PX, (right - left) / 3);
    if (atX > left + margin && atX < right - margin) {
      const line = from + ((to - from) * (atX - left)) / (right - left);
      const reach = REACH_PX * Math.hypot(1, (to - from) / (right - left));
      if (Math.abs(line - atY) <= reach) level = { kind: 'level', index, part: 'whole' };
    }
  }
  return level ?? (edge === null ? null : { kind: 'edge', index: edge.index });
}

/** The segment played at a time, -1 outside the protocol. */
export function segmentAt({ segments }: Pick<EditedProtocol, 'segments'>, ms: number): number {
  let startMs = 0;
  return ms < 0 ? -1 : segments.findIndex(({ durationMs }) => (startMs += durationMs) > ms);
}

/** When a segment begins, ms. */
export function startOf({ segments }: Pick<EditedProtocol, 'segments'>, index: number): number {
  return segments.slice(0, Math.max(0, index)).reduce((sum, { durationMs }) => sum + durationMs, 0);
}
