import { PROTOCOL_LIMIT_MV } from '../protocol.ts';
import type { ProtocolGrid } from '../realise-protocol.ts';
import { at, replace } from './edit-segments.ts';
import type { EditedProtocol } from './edited-protocol.ts';
import { levelOnGrid, toGrid } from './to-grid.ts';

/** Part of a segment that is moved up and down: a whole level or ramp, or one end of a ramp. */
export type LevelPart = 'whole' | 'start' | 'end';

/** What makes room when the end of a segment moves: its neighbour (the rest stays in place), or the rest by moving along. */
export type EdgeMode = 'neighbour' | 'rest';

/**
 * Moves a level by a voltage, mV. It snaps to the grid and to the range of a protocol; a ramp keeps its height where possible.
 */
export function moveLevel(
  edited: EditedProtocol,
  index: number,
  part: LevelPart,
  byMv: number,
  { voltageStepMv }: ProtocolGrid,
): EditedProtocol {
  const segment = at(edited, index);
  const moved = (millivolt: number): number => levelOnGrid(millivolt + byMv, voltageStepMv);
  if (segment.kind === 'step') return replace(edited, index, { ...segment, voltageMv: moved(segment.voltageMv) });
  if (part === 'start') return replace(edited, index, { ...segment, startMv: moved(segment.startMv) });
  if (part === 'end') return replace(edited, index, { ...segment, endMv: moved(segment.endMv) });
  const room = (millivolt: number): number => Math.max(-PROTOCOL_LIMIT_MV - millivolt, Math.min(PROTOCOL_LIMIT_MV - millivolt, byMv));
  const by = byMv > 0 ? Math.min(room(segment.startMv), room(segment.endMv)) : Math.max(room(segment.startMv), room(segment.endMv));
  return replace(edited, index, {
    ...segment,
    startMv: levelOnGrid(segment.startMv + by, voltageStepMv),
    endMv: levelOnGrid(segment.endMv + by, voltageStepMv),
  });
}

/**
 * Moves the end of segment `index` by a time, ms. Durations snap to the grid and keep at least one time step. The end of
 * the last segment has no neighbour: the protocol becomes longer or shorter.
 */
export function moveEdge(
  edited: EditedProtocol,
  index: number,
  byMs: number,
  mode: EdgeMode,
  { timeStepMs }: ProtocolGrid,
): EditedProtocol {
  const segment = at(edited, index);
  const neighbour = mode === 'neighbour' ? edited.segments[index + 1] : undefined;
  const wanted = Math.max(timeStepMs, toGrid(segment.durationMs + byMs, timeStepMs));
  if (neighbour === undefined) return replace(edited, index, { ...segment, durationMs: wanted });
  const both = segment.durationMs + neighbour.durationMs;
  const most = toGrid(Math.floor((both - timeStepMs) / timeStepMs + 1e-6) * timeStepMs, timeStepMs);
  const durationMs = Math.min(wanted, most);
  if (!(durationMs > 0)) return edited;
  const shortened = replace(edited, index, { ...segment, durationMs });
  return replace(shortened, index + 1, { ...neighbour, durationMs: Number((both - durationMs).toFixed(9)) });
}
