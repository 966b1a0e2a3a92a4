import type { EditedProtocol } from '../../../core/protocol/edit/edited-protocol.ts';
import { significant } from '../../ui/quantity.ts';

/** A segment in words, for screen readers. */
export function describeSegment({ segments }: EditedProtocol, index: number): string {
  const segment = segments[index];
  if (segment === undefined) return '';
  const level = segment.kind === 'step' ? `step to ${segment.voltageMv} mV` : `ramp from ${segment.startMv} to ${segment.endMv} mV`;
  return `Segment ${index + 1} of ${segments.length}: ${level}, ${significant(segment.durationMs, 6)} ms`;
}
