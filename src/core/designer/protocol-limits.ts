import { protocolDurationMs, segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';
import { limitsFor, limitViolations, timeAboveZeroMs } from './design-limits.ts';

/** Figures of a protocol that an operator sets limits to, and what of the usual limits it breaks. */
export interface ProtocolLimits {
  readonly totalMs: number;
  readonly segments: number;
  readonly shortestMs: number;
  readonly lowestMv: number;
  readonly highestMv: number;
  readonly timeAboveZeroMs: number;
  /** Sentences; empty where all is within the usual limits for a protocol of this length. */
  readonly violations: readonly string[];
}

export function protocolLimits(protocol: Protocol): ProtocolLimits {
  const levels = protocol.segments.flatMap((segment) => [segmentStartMv(segment), segmentEndMv(segment)]);
  const totalMs = protocolDurationMs(protocol);
  return {
    totalMs,
    segments: protocol.segments.length,
    shortestMs: Math.min(...protocol.segments.map((segment) => segment.durationMs)),
    lowestMv: Math.min(...levels),
    highestMv: Math.max(...levels),
    timeAboveZeroMs: timeAboveZeroMs(protocol),
    violations: limitViolations(protocol, limitsFor(totalMs)),
  };
}
