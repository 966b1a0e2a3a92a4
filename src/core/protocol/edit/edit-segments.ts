import { segmentEndMv, type Segment } from '../protocol.ts';
import type { ProtocolGrid } from '../realise-protocol.ts';
import type { EditedProtocol, KeyedSegment } from './edited-protocol.ts';
import { levelOnGrid, toGrid } from './to-grid.ts';

/** Length of a segment that is added, ms. */
const NEW_MS = 100;

/** Places are indices from 0 into the segments. No function changes its arguments. */

/** A step at the holding potential after segment `index` (-1: before the first). */
export function addAfter(edited: EditedProtocol, index: number): EditedProtocol {
  return put(edited, index + 1, 0, [{ kind: 'step', voltageMv: edited.holdingMv, durationMs: NEW_MS }]);
}

export function duplicate(edited: EditedProtocol, index: number): EditedProtocol {
  return put(edited, index + 1, 0, [at(edited, index)]);
}

/** @throws Error for the only segment */
export function remove(edited: EditedProtocol, index: number): EditedProtocol {
  at(edited, index);
  if (edited.segments.length === 1) throw new Error('A protocol needs at least one segment. Add another before removing this one.');
  return put(edited, index, 1, []);
}

/** Two halves that play the same command. @throws Error for a segment of one time step of the grid */
export function split(edited: EditedProtocol, index: number, { timeStepMs, voltageStepMv }: ProtocolGrid): EditedProtocol {
  const segment = at(edited, index);
  const first = toGrid(segment.durationMs / 2, timeStepMs);
  const second = tidy(segment.durationMs - first);
  if (!(first > 0 && second > 0)) {
    throw new Error(
      `Segment ${index + 1} lasts ${segment.durationMs} ms, one time step of ${timeStepMs} ms; two are needed to split it. ` +
        `Lengthen it first.`,
    );
  }
  if (segment.kind === 'step')
    return put(edited, index, 1, [
      { ...segment, durationMs: first },
      { ...segment, durationMs: second },
    ]);
  const middleMv = levelOnGrid(segment.startMv + ((segment.endMv - segment.startMv) * first) / segment.durationMs, voltageStepMv);
  return put(edited, index, 1, [
    { ...segment, endMv: middleMv, durationMs: first },
    { ...segment, startMv: middleMv, durationMs: second },
  ]);
}

/** Changes places with the neighbour before (-1) or after (1); at the ends nothing happens. */
export function move(edited: EditedProtocol, index: number, by: -1 | 1): EditedProtocol {
  const moved = at(edited, index);
  const other = edited.segments[index + by];
  if (other === undefined) return edited;
  const segments = [...edited.segments];
  segments[index] = other;
  segments[index + by] = moved;
  return { ...edited, segments };
}

/** A step becomes a ramp from where the segment before it ended to its own level; a ramp becomes a step at its end. */
export function setKind(edited: EditedProtocol, index: number, kind: Segment['kind']): EditedProtocol {
  const { key, ...segment } = at(edited, index);
  if (segment.kind === kind) return edited;
  const { durationMs } = segment;
  const before = edited.segments[index - 1];
  const startMv = before === undefined ? edited.holdingMv : segmentEndMv(before);
  const changed: KeyedSegment =
    kind === 'ramp'
      ? { kind, startMv, endMv: segmentEndMv(segment), durationMs, key }
      : { kind, voltageMv: segmentEndMv(segment), durationMs, key };
  return replace(edited, index, changed);
}

/** Sets one value of a segment: both ends of a step are its level. */
export function setValue(edited: EditedProtocol, index: number, field: 'from' | 'to' | 'ms', value: number): EditedProtocol {
  const segment = at(edited, index);
  if (field === 'ms') return replace(edited, index, { ...segment, durationMs: value });
  if (segment.kind === 'step') return replace(edited, index, { ...segment, voltageMv: value });
  return replace(edited, index, field === 'from' ? { ...segment, startMv: value } : { ...segment, endMv: value });
}

export function replace(edited: EditedProtocol, index: number, segment: KeyedSegment): EditedProtocol {
  return { ...edited, segments: edited.segments.map((old, i) => (i === index ? segment : old)) };
}

/** @throws Error when there is no such segment: an error of the caller */
export function at({ segments }: EditedProtocol, index: number): KeyedSegment {
  const segment = segments[index];
  if (segment === undefined) throw new Error(`Expected a segment from 1 to ${segments.length}, got ${index + 1}.`);
  return segment;
}

/** Puts segments in the place of `count` others; the first keeps the key of what it replaces. */
function put(edited: EditedProtocol, index: number, count: number, segments: readonly Segment[]): EditedProtocol {
  const kept = count > 0 ? edited.segments[index]?.key : undefined;
  let { nextKey } = edited;
  const keyed = segments.map((segment, i): KeyedSegment => ({ ...segment, key: i === 0 && kept !== undefined ? kept : nextKey++ }));
  return { ...edited, segments: edited.segments.toSpliced(index, count, ...keyed), nextKey };
}

function tidy(value: number): number {
  return Number(value.toFixed(9));
}
