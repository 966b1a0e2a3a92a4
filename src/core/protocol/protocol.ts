import type { Protocol, Segment } from './protocol-schema.ts';

export type { Protocol, RampSegment, Segment, StepSegment } from './protocol-schema.ts';

/** Voltage range of a protocol, mV. Beyond it a patched cell is lost. */
export const PROTOCOL_LIMIT_MV = 200;

/**
 * Longest protocol, ms: one hour. At 50 kHz that is 180 million samples, which fit in memory; beyond 71 minutes microseconds exceed 32
 * bits.
 */
export const PROTOCOL_LIMIT_MS = 3_600_000;

/** Most segments of a protocol. */
export const PROTOCOL_LIMIT_SEGMENTS = 100_000;

export function segmentStartMv(segment: Segment): number {
  return segment.kind === 'step' ? segment.voltageMv : segment.startMv;
}

export function segmentEndMv(segment: Segment): number {
  return segment.kind === 'step' ? segment.voltageMv : segment.endMv;
}

/** Total duration of the segments, ms, without the holding before them. */
export function protocolDurationMs(protocol: Protocol): number {
  return protocol.segments.reduce((sum, segment) => sum + segment.durationMs, 0);
}

/** Number of samples of the protocol at a rate, the sample at t = 0 (end of the hold) included. */
export function protocolSampleCount(protocol: Protocol, sampleRateHz: number): number {
  return Math.round((protocolDurationMs(protocol) * sampleRateHz) / 1000) + 1;
}

/**
 * Checks a protocol and returns it.
 * @throws Error that names the segment, what was expected and what came.
 */
export function assertProtocol(protocol: Protocol): Protocol {
  if (protocol.segments.length === 0) {
    throw new Error(`Protocol "${protocol.id}" has no segments; expected at least one step or ramp.`);
  }
  if (protocol.segments.length > PROTOCOL_LIMIT_SEGMENTS) {
    throw new Error(
      `Protocol "${protocol.id}" has ${protocol.segments.length} segments; expected at most ${PROTOCOL_LIMIT_SEGMENTS}. Split ` +
        `the protocol.`,
    );
  }
  const holding: Segment = { kind: 'step', voltageMv: protocol.holdingMv, durationMs: 1 };
  [holding, ...protocol.segments].forEach((segment, index) => {
    const where = index === 0 ? 'holding potential' : `segment ${index}`;
    for (const millivolt of [segmentStartMv(segment), segmentEndMv(segment)]) {
      if (!Number.isFinite(millivolt) || Math.abs(millivolt) > PROTOCOL_LIMIT_MV) {
        throw new Error(
          `Protocol "${protocol.id}", ${where}: expected a voltage within +-${PROTOCOL_LIMIT_MV} mV, got ${millivolt}. Correct ` +
            `the segment.`,
        );
      }
    }
    if (!Number.isFinite(segment.durationMs) || segment.durationMs <= 0) {
      throw new Error(
        `Protocol "${protocol.id}", ${where}: expected a duration above 0 ms, got ${segment.durationMs}. Correct the segment.`,
      );
    }
  });
  const durationMs = protocolDurationMs(protocol);
  if (durationMs > PROTOCOL_LIMIT_MS) {
    throw new Error(
      `Protocol "${protocol.id}" lasts ${durationMs} ms; expected at most ${PROTOCOL_LIMIT_MS} ms (one hour). Shorten its ` +
        `segments or split it.`,
    );
  }
  return protocol;
}

/** Command voltage at time t (ms after the start), left limit at edges; the holding potential for t <= 0. */
export function commandAt(protocol: Protocol, timeMs: number): number {
  if (timeMs <= 0) return protocol.holdingMv;
  let start = 0;
  for (const segment of protocol.segments) {
    const end = start + segment.durationMs;
    if (timeMs <= end + 1e-9) {
      if (segment.kind === 'step') return segment.voltageMv;
      return segment.startMv + ((segment.endMv - segment.startMv) * (timeMs - start)) / segment.durationMs;
    }
    start = end;
  }
  return protocol.holdingMv;
}

/** Command voltage at sample k / rate, k = 0 ... protocolSampleCount - 1, mV. */
export function sampleCommand(protocol: Protocol, sampleRateHz: number): Float32Array {
  const count = protocolSampleCount(protocol, sampleRateHz);
  const command = new Float32Array(count);
  command[0] = protocol.holdingMv;
  let start = 0;
  let k = 1;
  for (const segment of protocol.segments) {
    const end = start + segment.durationMs;
    for (; k < count && (k * 1000) / sampleRateHz <= end + 1e-9; k++) {
      const into = (k * 1000) / sampleRateHz - start;
      command[k] =
        segment.kind === 'step' ? segment.voltageMv : segment.startMv + ((segment.endMv - segment.startMv) * into) / segment.durationMs;
    }
    start = end;
  }
  for (; k < count; k++) command[k] = protocol.holdingMv;
  return command;
}
