import { BUILT_IN_RIG } from '../amplifier/built-in-rig.ts';
import { coarserGrid } from '../protocol/coarser-grid.ts';
import { protocolDurationMs, segmentEndMv, segmentStartMv, type Protocol, type Segment } from '../protocol/protocol.ts';
import type { ProtocolGrid } from '../protocol/realise-protocol.ts';

/** What an operator and a device allow a designed protocol. */
export interface DesignLimits {
  /** Length of the whole protocol without the hold before it, ms. */
  readonly totalMs: number;
  readonly lowestMv: number;
  readonly highestMv: number;
  readonly shortestMs: number;
  /** Total time above 0 mV, which harms cells. */
  readonly aboveZeroMs: number;
  /** Steps and ramps may carry sines; the ramps that approximate them count neither as segments nor as too short. Absent: none. */
  readonly waves?: true;
  /** Total number of segments, including holding, rest and repeat. */
  readonly items: number;
  /** Segments that one download to the device takes; between two downloads it rests at the holding potential. Absent: any number. */
  readonly itemsPerDownload?: number;
  /** Grid of levels and times, which the device plays exactly. */
  readonly voltageStepMv: number;
  readonly timeStepMs: number;
  /** Holding potential before, at both ends and in the rest. */
  readonly holdingMv: number;
  /** Largest voltage error, current times effective series resistance, mV; Infinity where it does not matter. */
  readonly voltageErrorMv: number;
}

/** Segments that a designed protocol may have, per second and at least: short segments are the most informative. */
const ITEMS_PER_SECOND = 7;
const ITEMS_AT_LEAST = 84;

/** Shortest segment, ms. The rest and the repetition of a design (genome.ts) are whole numbers of it. */
const SHORTEST_MS = 5;

/**
 * @param stimulusGrid of the device that is designed for
 * @throws Error for a grid that does not hold the fixed stretches of a design
 */
export function limitsFor(totalMs: number, stimulusGrid: ProtocolGrid = BUILT_IN_RIG.capabilities.stimulusGrid): DesignLimits {
  const grid = coarserGrid(stimulusGrid);
  const shortestSteps = SHORTEST_MS / grid.timeStepMs;
  if (Math.abs(shortestSteps - Math.round(shortestSteps)) > 1e-6) {
    throw new Error(`Expected a device whose time step goes into ${SHORTEST_MS} ms, got ${grid.timeStepMs} ms. Design for another device.`);
  }
  const onGrid = (millivolt: number): number => Number((Math.round(millivolt / grid.voltageStepMv) * grid.voltageStepMv).toFixed(9));
  return {
    totalMs,
    lowestMv: onGrid(-120),
    highestMv: onGrid(60),
    shortestMs: SHORTEST_MS,
    aboveZeroMs: 0.4 * totalMs,
    items: Math.max(ITEMS_AT_LEAST, Math.round((ITEMS_PER_SECOND * totalMs) / 1000) + 8),
    ...grid,
    holdingMv: onGrid(-80),
    voltageErrorMv: Infinity,
  };
}

/** Time of a protocol spent above 0 mV, ms. */
export function timeAboveZeroMs(protocol: Pick<Protocol, 'segments'>): number {
  return protocol.segments.reduce((sum, segment) => sum + aboveZeroMs(segment), 0);
}

function aboveZeroMs(segment: Segment): number {
  const start = segmentStartMv(segment);
  const end = segmentEndMv(segment);
  const high = Math.max(start, end);
  const low = Math.min(start, end);
  if (high <= 0) return 0;
  return low >= 0 ? segment.durationMs : (segment.durationMs * high) / (high - low);
}

/** One sentence for each limit that a protocol breaks. For the editor and the search. */
export function limitViolations(protocol: Protocol, limits: DesignLimits): string[] {
  const found: string[] = [];
  const total = protocolDurationMs(protocol);
  if (total > limits.totalMs + 1e-6) found.push(`Lasts ${round(total)} ms; at most ${limits.totalMs} ms are allowed.`);
  if (protocol.segments.length > limits.items) found.push(`Has ${protocol.segments.length} segments; at most ${limits.items} are allowed.`);
  const above = timeAboveZeroMs(protocol);
  if (above > limits.aboveZeroMs + 1e-6)
    found.push(`Spends ${round(above)} ms above 0 mV; at most ${round(limits.aboveZeroMs)} ms are allowed.`);
  const onGrid = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-6;
  protocol.segments.forEach((segment, index) => {
    const where = `Segment ${index + 1}`;
    if (segment.durationMs < limits.shortestMs - 1e-9)
      found.push(`${where} lasts ${segment.durationMs} ms; at least ${limits.shortestMs} ms are needed.`);
    if (!onGrid(segment.durationMs, limits.timeStepMs))
      found.push(`${where} lasts ${segment.durationMs} ms; the device plays multiples of ${limits.timeStepMs} ms.`);
    for (const millivolt of new Set([segmentStartMv(segment), segmentEndMv(segment)])) {
      if (millivolt < limits.lowestMv || millivolt > limits.highestMv)
        found.push(`${where} goes to ${millivolt} mV; ${limits.lowestMv} to ${limits.highestMv} mV are allowed.`);
      if (!onGrid(millivolt, limits.voltageStepMv))
        found.push(`${where} goes to ${millivolt} mV; the device plays multiples of ${limits.voltageStepMv} mV.`);
    }
  });
  return found;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
