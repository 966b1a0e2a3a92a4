import { protocolDurationMs, segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';
import { limitsFor, limitViolations, timeAboveZeroMs, type DesignLimits } from './design-limits.ts';

/** Figures of a protocol that have limits, and the limits it breaks. */
export interface ProtocolLimits {
  readonly totalMs: number;
  readonly segments: number;
  readonly shortestMs: number;
  readonly lowestMv: number;
  readonly highestMv: number;
  readonly timeAboveZeroMs: number;
  /** Sentences; empty where all is within the limits. */
  readonly violations: readonly string[];
}

/** @param limits the usual ones for a protocol of this length where none are given */
export function protocolLimits(protocol: Protocol, limits: DesignLimits = limitsFor(protocolDurationMs(protocol))): ProtocolLimits {
  const levels = protocol.segments.flatMap((segment) => [segmentStartMv(segment), segmentEndMv(segment)]);
  const totalMs = protocolDurationMs(protocol);
  return {
    totalMs,
    segments: protocol.segments.length,
    shortestMs: Math.min(...protocol.segments.map((segment) => segment.durationMs)),
    lowestMv: Math.min(...levels),
    highestMv: Math.max(...levels),
    timeAboveZeroMs: timeAboveZeroMs(protocol),
    violations: limitViolations(protocol, limits),
  };
}
