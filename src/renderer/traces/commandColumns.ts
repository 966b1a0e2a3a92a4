import { commandAt, protocolDurationMs, type Protocol } from '../../core/protocol/protocol.ts';
import type { TraceColumns } from './traceSource.ts';

/** Just after an edge, ms: shorter than any sample, so that steps are drawn vertical. */
const AFTER_EDGE_MS = 1e-4;

/** Commands drawn by their corners, exact however short a segment is; the margin shows the holding potential. */
export function commandColumns(protocols: readonly Protocol[], marginMs: number): TraceColumns {
  const corners = new Set<number>([-marginMs, 0]);
  for (const protocol of protocols) {
    let end = 0;
    for (const segment of protocol.segments) {
      end += segment.durationMs;
      corners.add(end);
    }
  }
  const last = Math.max(0, ...protocols.map(protocolDurationMs));
  corners.add(last + marginMs);
  const timeMs = [...corners].sort((a, b) => a - b).flatMap((corner) => [corner, corner + AFTER_EDGE_MS]);
  return [timeMs, ...protocols.map((protocol) => timeMs.map((time) => commandAt(protocol, time)))];
}
