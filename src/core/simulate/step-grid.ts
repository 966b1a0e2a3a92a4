import { segmentEndMv, segmentStartMv, type Protocol, type Segment } from '../protocol/protocol.ts';

/** Time steps through a protocol: fine after every jump of the command, growing to a longest step. */
export interface StepGrid {
  /** Step lengths, ms. */
  readonly dtMs: Float64Array;
  /** Midpoints of the steps from the start of the protocol, ms: where engines report currents. */
  readonly midMs: Float64Array;
  /** Command at the midpoints, mV. */
  readonly commandMv: Float64Array;
  /** Stretches in which the command has no jump or change of slope; interpolation never crosses their edges. */
  readonly pieces: readonly GridPiece[];
}

export interface GridPiece {
  readonly firstStep: number;
  readonly endStep: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface GridOptions {
  /** First step after a jump, ms. */
  readonly dtMin: number;
  /** Factor from one step to the next. */
  readonly growth: number;
  /**
   * The growth after a rise of the command to where sodium channels open; behind an electrode they may fire milliseconds late. Absent:
   * growth.
   */
  readonly growthAfterRise?: number;
  /** Number of equal steps before they grow; the kernel computes terms that depend on the step's length once for them. Absent: 1. */
  readonly equalSteps?: number;
  /** Longest step at constant voltage, ms. */
  readonly dtMax: number;
  /** Longest change of the command in one step of a ramp, mV. */
  readonly rampStepMv: number;
  /** The same where a ramp falls: the sodium current, which needs the finest steps, activates in rising ones. Absent: rampStepMv. */
  readonly fallingStepMv?: number;
}

/** Graded steps of the population kernel: total current within 0.004 % rms of range of the fine reference (verify:engine). */
export const KERNEL_GRID: GridOptions = { dtMin: 0.02, growth: 1.1, equalSteps: 2, dtMax: 5, rampStepMv: 0.5, fallingStepMv: 1 };

/**
 * Behind a series resistance the sodium current can fire milliseconds after the step: fine for longer. Steps that grow
 * at one rate shift such a late spike by a large part of a millisecond.
 */
export const ELECTRODE_GRID: GridOptions = {
  dtMin: 0.01,
  growth: 1.06,
  growthAfterRise: 1.02,
  dtMax: 5,
  rampStepMv: 0.35,
  fallingStepMv: 1,
};

/** Steps of the kernel through the long hold before a protocol. */
export const KERNEL_HOLD_GRID: GridOptions = { dtMin: 0.02, growth: 1.2, equalSteps: 4, dtMax: 20, rampStepMv: 0.5 };

/** The same behind a series resistance. */
export const ELECTRODE_HOLD_GRID: GridOptions = { dtMin: 0.02, growth: 1.2, dtMax: 20, rampStepMv: 0.5 };

/** Steps of the readable reference: near the stiff solver's own accuracy under ideal clamp. */
export const REFERENCE_GRID: GridOptions = { dtMin: 0.002, growth: 1.05, dtMax: 0.05, rampStepMv: 0.05 };

/**
 * One simulation of a fitted cell in double precision. Sodium spikes that escape an electrode need the finest steps where they fire. With
 * as many steps as the reference, but concentrated after rises, the error there is a hundredth of the reference's (bench/grid-error.ts).
 */
export const FINE_GRID: GridOptions = { dtMin: 0.002, growth: 1.02, growthAfterRise: 1.002, dtMax: 0.1, rampStepMv: 0.05 };

/** Steps of the same through the long hold. */
export const FINE_HOLD_GRID: GridOptions = { dtMin: 0.02, growth: 1.1, dtMax: 1, rampStepMv: 0.5 };

/** Below this no step of the command opens sodium channels, mV. */
const SODIUM_OPENS_MV = -79;

export function makeGrid(protocol: Protocol, options: GridOptions): StepGrid {
  const dt: number[] = [];
  const mid: number[] = [];
  const command: number[] = [];
  const pieces: GridPiece[] = [];
  let start = 0;
  let before = protocol.holdingMv;
  let last = options.dtMin;
  let graded = options;
  for (const segment of protocol.segments) {
    const jumps = Math.abs(segmentStartMv(segment) - before) > 1e-6;
    const rises = jumps && segmentStartMv(segment) > Math.max(before, SODIUM_OPENS_MV);
    if (jumps) graded = rises && options.growthAfterRise !== undefined ? { ...options, growth: options.growthAfterRise } : options;
    const first = jumps ? options.dtMin : Math.min(last, 0.2);
    const firstStep = dt.length;
    for (const [from, length] of gradedSteps(segment.durationMs, first, longestStep(segment, options), graded)) {
      dt.push(length);
      mid.push(start + from + length / 2);
      command.push(commandWithin(segment, from + length / 2));
      last = length;
    }
    pieces.push({ firstStep, endStep: dt.length, startMs: start, endMs: start + segment.durationMs });
    start += segment.durationMs;
    before = segmentEndMv(segment);
  }
  return {
    dtMs: Float64Array.from(dt),
    midMs: Float64Array.from(mid),
    commandMv: Float64Array.from(command),
    pieces,
  };
}

/** Grid of a hold at one voltage. */
export function holdGrid(voltageMv: number, durationMs: number, options: GridOptions): StepGrid {
  const hold: Segment = { kind: 'step', voltageMv, durationMs };
  return makeGrid({ id: 'hold', name: 'hold', source: '', holdingMv: voltageMv + 1, segments: [hold] }, options);
}

export function longestStep(segment: Segment, { dtMax, rampStepMv, fallingStepMv = rampStepMv }: GridOptions): number {
  if (segment.kind === 'step') return dtMax;
  const slope = (segment.endMv - segment.startMv) / segment.durationMs;
  if (slope === 0) return dtMax;
  return Math.min(dtMax, slope > 0 ? rampStepMv / slope : fallingStepMv / -slope);
}

/** Steps that start at `first`, grow to `longest` and end exactly at `duration`, as [start, length]. */
function* gradedSteps(
  duration: number,
  first: number,
  longest: number,
  { growth, equalSteps = 1 }: GridOptions,
): Generator<[number, number]> {
  const factor = growth ** equalSteps;
  let at = 0;
  let step = Math.min(first, longest);
  let taken = 0;
  while (duration - at > 1e-9) {
    const left = duration - at;
    // A remainder under two steps is divided evenly, so that no tiny step remains.
    const length = left <= step * 1.5 ? left : left < step * 2 ? left / 2 : step;
    yield [at, length];
    at += length;
    if (++taken % equalSteps === 0) step = Math.min(step * factor, longest);
  }
}

function commandWithin(segment: Segment, into: number): number {
  if (segment.kind === 'step') return segment.voltageMv;
  return segment.startMv + ((segment.endMv - segment.startMv) * into) / segment.durationMs;
}
