import { assertProtocol, protocolDurationMs, segmentEndMv, segmentStartMv, type Protocol, type Segment } from './protocol.ts';
import { onStimulusGrid, wholeSteps } from './stimulus-grid.ts';

/** Smallest steps of voltage and time that a device can play. */
export interface ProtocolGrid {
  readonly voltageStepMv: number;
  readonly timeStepMs: number;
}

/** Requests to amplifiers are in whole microvolts and whole microseconds. */
export const ITEM_GRID: ProtocolGrid = { voltageStepMv: 0.001, timeStepMs: 0.001 };

export interface RealisedProtocol {
  readonly realised: Protocol;
  /** Largest voltage difference while both play the same segment, mV. The notes state moved edges. */
  readonly largestErrorMv: number;
  readonly notes: readonly string[];
}

/**
 * What a device with this grid plays when asked for a protocol. Edges, not durations, are rounded, so that errors do not add up. A protocol
 * is sent in whole microvolts and microseconds, which the device rounds to its steps; this function does the same, ties included.
 * @throws Error when the grid is not above 0 or leaves no segment
 */
export function realiseProtocol(protocol: Protocol, grid: ProtocolGrid): RealisedProtocol {
  for (const [name, step] of Object.entries(grid)) {
    if (!(step > 0) || !Number.isFinite(step)) {
      throw new Error(`Device grid: expected ${name} above 0, got ${step}. Read the grid from the device again.`);
    }
  }
  const { levelStep, timeStep } = {
    levelStep: grid.voltageStepMv / ITEM_GRID.voltageStepMv,
    timeStep: grid.timeStepMs / ITEM_GRID.timeStepMs,
  };
  const toGrid = (millivolt: number): number =>
    tidy(wholeSteps(wholeSteps(millivolt, ITEM_GRID.voltageStepMv), levelStep) * grid.voltageStepMv);
  const stretches = protocol.segments.map((segment) => ({
    start: segmentStartMv(segment),
    end: segmentEndMv(segment),
    duration: segment.durationMs,
  }));
  const sent = onStimulusGrid(stretches, { levelStep: ITEM_GRID.voltageStepMv, timeStep: ITEM_GRID.timeStepMs });
  const played = onStimulusGrid(sent, { levelStep, timeStep });
  const segments: Segment[] = [];
  const notes: string[] = [];
  let largestErrorMv = Math.abs(toGrid(protocol.holdingMv) - protocol.holdingMv);
  let largestShiftMs = 0;
  let startMs = 0;
  let startTick = 0;
  protocol.segments.forEach((segment, index) => {
    const { start, end, duration } = played[index]!;
    const endMs = startMs + segment.durationMs;
    const endTick = startTick + duration;
    largestShiftMs = Math.max(largestShiftMs, Math.abs(endTick * grid.timeStepMs - endMs));
    if (duration === 0) {
      notes.push(
        `Segment ${index + 1} of ${segment.durationMs} ms is shorter than the device's time step of ${grid.timeStepMs} ms and is ` +
          `not played.`,
      );
    } else {
      const durationMs = tidy(duration * grid.timeStepMs);
      const startMv = tidy(start * grid.voltageStepMv);
      const realised: Segment =
        segment.kind === 'step'
          ? { kind: 'step', voltageMv: startMv, durationMs }
          : { kind: 'ramp', startMv, endMv: tidy(end * grid.voltageStepMv), durationMs };
      segments.push(realised);
      largestErrorMv = Math.max(largestErrorMv, overlapErrorMv(segment, startMs, realised, startTick * grid.timeStepMs));
    }
    startMs = endMs;
    startTick = endTick;
  });
  if (segments.length === 0) {
    throw new Error(
      `Protocol "${protocol.id}" lasts ${protocolDurationMs(protocol)} ms, less than one time step of the device ` +
        `(${grid.timeStepMs} ms). Use a longer protocol.`,
    );
  }
  if (largestErrorMv > 1e-6) notes.push(`Voltages are rounded to ${grid.voltageStepMv} mV: at most ${tidy(largestErrorMv)} mV off.`);
  if (largestShiftMs > 1e-9) notes.push(`Edges are rounded to ${grid.timeStepMs} ms: at most ${tidy(largestShiftMs)} ms early or late.`);
  const realised = assertProtocol({ ...protocol, holdingMv: toGrid(protocol.holdingMv), segments });
  return { realised, largestErrorMv: largestErrorMv > 1e-9 ? largestErrorMv : 0, notes };
}

/** Both courses are linear where they overlap, so the largest difference is at an end of the overlap. */
function overlapErrorMv(asked: Segment, askedStartMs: number, played: Segment, playedStartMs: number): number {
  const from = Math.max(askedStartMs, playedStartMs);
  const to = Math.min(askedStartMs + asked.durationMs, playedStartMs + played.durationMs);
  if (to < from) return 0;
  const at = (segment: Segment, startMs: number, t: number): number =>
    segmentStartMv(segment) + ((segmentEndMv(segment) - segmentStartMv(segment)) * (t - startMs)) / segment.durationMs;
  return Math.max(
    Math.abs(at(asked, askedStartMs, from) - at(played, playedStartMs, from)),
    Math.abs(at(asked, askedStartMs, to) - at(played, playedStartMs, to)),
  );
}

/** Removes the last binary digits that a multiplication by a decimal grid leaves. */
function tidy(value: number): number {
  return Number(value.toFixed(9)) + 0;
}
