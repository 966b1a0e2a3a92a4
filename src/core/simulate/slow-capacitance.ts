import { segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';

/**
 * Slow-capacitance transient of a membrane behind an effective series resistance, as density (pA/pF = mV/ms):
 * (command - Vest) / tau with dVest/dt = (command - Vest) / tau, tau = Rs Cm (Lei 2020, Phil Trans A
 * 10.1098/rsta.2019.0348). An amplifier that cancels a share c of it leaves (1 - c) times this in the record.
 * @param timesMs ascending times from the start of the protocol, ms (left limit at edges)
 */
export function slowCapacitance(protocol: Protocol, tauMs: number, timesMs: ArrayLike<number>): Float64Array {
  const result = new Float64Array(timesMs.length);
  if (tauMs <= 0) return result;
  let k = 0;
  let start = 0;
  // Difference command - Vest at the start of the segment.
  let lag = 0;
  let before = protocol.holdingMv;
  for (; k < timesMs.length && (timesMs[k] ?? 0) <= 0; k++) result[k] = 0;
  for (const segment of protocol.segments) {
    lag += segmentStartMv(segment) - before;
    const slope = (segmentEndMv(segment) - segmentStartMv(segment)) / segment.durationMs;
    const steady = slope * tauMs;
    const end = start + segment.durationMs;
    for (; k < timesMs.length && (timesMs[k] ?? 0) <= end + 1e-9; k++) {
      result[k] = (steady + (lag - steady) * Math.exp(-((timesMs[k] ?? 0) - start) / tauMs)) / tauMs;
    }
    lag = steady + (lag - steady) * Math.exp(-segment.durationMs / tauMs);
    before = segmentEndMv(segment);
    start = end;
  }
  for (; k < timesMs.length; k++) result[k] = (lag * Math.exp(-((timesMs[k] ?? 0) - start) / tauMs)) / tauMs;
  return result;
}
