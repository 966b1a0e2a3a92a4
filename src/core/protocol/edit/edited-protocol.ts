import type { Protocol, Segment } from '../protocol.ts';

/** A segment with a unique key, which it keeps while others are added, removed and moved. */
export type KeyedSegment = Segment & { readonly key: number };

/** The editable part of a protocol. Id and source are set when it is saved. */
export interface EditedProtocol {
  readonly name: string;
  readonly holdingMv: number;
  /** At least one. */
  readonly segments: readonly KeyedSegment[];
  /** Key of the next segment that is added. */
  readonly nextKey: number;
}

export function editedFrom({ name, holdingMv, segments }: Pick<Protocol, 'name' | 'holdingMv' | 'segments'>): EditedProtocol {
  return { name, holdingMv, segments: segments.map((segment, key) => ({ ...segment, key })), nextKey: segments.length };
}

export function segmentsOf({ segments }: Pick<EditedProtocol, 'segments'>): Segment[] {
  return segments.map(withoutKey);
}

/** Whether it equals a protocol apart from the keys. */
export function saysTheSame(edited: EditedProtocol, protocol: Pick<Protocol, 'name' | 'holdingMv' | 'segments'>): boolean {
  return (
    edited.name === protocol.name &&
    edited.holdingMv === protocol.holdingMv &&
    edited.segments.length === protocol.segments.length &&
    edited.segments.every((segment, i) => sameSegment(segment, protocol.segments[i]))
  );
}

function sameSegment(a: Segment, b: Segment | undefined): boolean {
  if (b === undefined || a.durationMs !== b.durationMs) return false;
  return a.kind === 'step'
    ? b.kind === 'step' && a.voltageMv === b.voltageMv
    : b.kind === 'ramp' && a.startMv === b.startMv && a.endMv === b.endMv;
}

function withoutKey(segment: KeyedSegment): Segment {
  const { durationMs } = segment;
  return segment.kind === 'step'
    ? { kind: 'step', voltageMv: segment.voltageMv, durationMs }
    : { kind: 'ramp', startMv: segment.startMv, endMv: segment.endMv, durationMs };
}
