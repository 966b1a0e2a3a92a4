import type { Protocol, Segment } from '../protocol/protocol.ts';
import { fittedWave, waveSegments, type Wave } from './wave.ts';
import { DOWNLOAD_REST_MS, isAfterRest, restsOf } from './download-rests.ts';
import { limitViolations, timeAboveZeroMs, type DesignLimits } from './design-limits.ts';

/** One segment of a design, on the grid of the device. A step has the same start and end. */
export interface Gene {
  readonly startMv: number;
  readonly endMv: number;
  readonly durationMs: number;
  readonly wave?: Wave;
}

/** The free part of a designed protocol; the frame around it is always the same. */
export type Genome = readonly Gene[];

/** Holding at both ends, for the baseline, ms. */
const END_MS = 10;
/** Rest at the holding potential before the repeat, ms. */
const REST_MS = 150;
/** Length of the repeat, ms. */
const REPEAT_MS = 60;

/** Length of the free part, without the rests between downloads, ms. @param genes segments of the free part */
export function bodyMs(limits: DesignLimits, genes = 0): number {
  return limits.totalMs - 2 * END_MS - REST_MS - REPEAT_MS - restsOf(genes, limits) * DOWNLOAD_REST_MS;
}

/** Segments that the free part may have: two ends, the rests and the repeat (at most one per shortest segment) belong to the frame. */
export function bodyItems(limits: DesignLimits): number {
  const room = limits.items - 3 - Math.ceil(REPEAT_MS / limits.shortestMs / 2);
  let genes = room;
  while (genes > 0 && genes + restsOf(genes, limits) > room) genes--;
  return genes;
}

/**
 * The protocol of a genome: holding, free part, rest, a repeat of the beginning of the free part (what changed between the
 * two is rundown), holding.
 */
export function protocolOf(
  genome: Genome,
  limits: DesignLimits,
  name: { readonly id: string; readonly name: string; readonly source: string },
): Protocol {
  const hold = (durationMs: number): Segment => ({ kind: 'step', voltageMv: limits.holdingMv, durationMs });
  return {
    ...name,
    holdingMv: limits.holdingMv,
    segments: [
      hold(END_MS),
      ...genome.flatMap((gene, i) => [...(isAfterRest(i, limits) ? [hold(DOWNLOAD_REST_MS)] : []), ...segmentsOf(gene, limits)]),
      hold(REST_MS),
      ...beginning(genome, limits).map(segmentOf),
      hold(END_MS),
    ],
  };
}

function segmentsOf(gene: Gene, limits: DesignLimits): Segment[] {
  return gene.wave ? waveSegments({ ...gene, wave: gene.wave }, limits) : [segmentOf(gene)];
}

function segmentOf({ startMv, endMv, durationMs }: Gene): Segment {
  return startMv === endMv ? { kind: 'step', voltageMv: startMv, durationMs } : { kind: 'ramp', startMv, endMv, durationMs };
}

/** The first REPEAT_MS of a genome, without waves; a last piece that would be too short lengthens the one before. */
function beginning(genome: Genome, limits: DesignLimits): Gene[] {
  const repeat: Gene[] = [];
  let left = REPEAT_MS;
  for (const gene of genome) {
    if (left < limits.shortestMs) break;
    const durationMs = toGrid(Math.min(left, gene.durationMs), limits.timeStepMs);
    const endMv = toGrid(gene.startMv + ((gene.endMv - gene.startMv) * durationMs) / gene.durationMs, limits.voltageStepMv);
    repeat.push({ startMv: gene.startMv, endMv, durationMs });
    left = toGrid(left - durationMs, limits.timeStepMs);
  }
  const last = repeat.pop();
  if (last) repeat.push({ ...last, durationMs: toGrid(last.durationMs + left, limits.timeStepMs) });
  return repeat;
}

/** Brings a genome onto the grid, into the voltage range and to exactly the length of the free part. */
export function fitted(genome: Genome, limits: DesignLimits): Genome {
  const level = (millivolt: number): number =>
    Math.min(limits.highestMv, Math.max(limits.lowestMv, toGrid(millivolt, limits.voltageStepMv)));
  const most = Math.min(genome.length, bodyItems(limits));
  const kept = genome.slice(0, Math.min(most, Math.floor(bodyMs(limits, most) / limits.shortestMs)));
  const spare = bodyMs(limits, kept.length) - kept.length * limits.shortestMs;
  // Only the time beyond the shortest duration is scaled, so that no segment becomes too short.
  const beyond = kept.map((gene) => Math.max(0, gene.durationMs - limits.shortestMs));
  const sum = beyond.reduce((a, b) => a + b, 0);
  let asked = 0;
  let given = 0;
  return kept.map((gene, i) => {
    asked += limits.shortestMs + (sum > 0 ? (spare * (beyond[i] as number)) / sum : spare / kept.length);
    const durationMs = toGrid(Math.max(limits.shortestMs, asked - given), limits.timeStepMs);
    given += durationMs;
    const [startMv, endMv] = [level(gene.startMv), level(gene.endMv)];
    const wave = gene.wave && limits.waves ? fittedWave(gene.wave, [startMv, endMv], limits) : undefined;
    return wave ? { startMv, endMv, durationMs, wave } : { startMv, endMv, durationMs };
  });
}

/** True where the whole protocol keeps the limits. */
export function isAllowed(genome: Genome, limits: DesignLimits): boolean {
  const protocol = protocolOf(genome, limits, { id: 'design', name: 'design', source: 'design' });
  const asked = limits.waves ? { ...limits, items: Infinity, shortestMs: limits.timeStepMs } : limits;
  return timeAboveZeroMs(protocol) <= limits.aboveZeroMs && limitViolations(protocol, asked).length === 0;
}

/** Any protocol as a genome to start from: its segments without the holding at its ends. */
export function genomeOf(protocol: Protocol, limits: DesignLimits): Genome {
  const genes = protocol.segments.map((segment): Gene =>
    segment.kind === 'step'
      ? { startMv: segment.voltageMv, endMv: segment.voltageMv, durationMs: segment.durationMs }
      : { startMv: segment.startMv, endMv: segment.endMv, durationMs: segment.durationMs },
  );
  return fitted(genes, limits);
}

export function toGrid(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(6)) + 0;
}

/** Worth of a genome's segments, per ms, from that of its protocol's segments: without the frame, the ramps of a wave as one. */
export function genomeWorth(protocolWorth: readonly number[], genome: Genome, limits: DesignLimits): number[] {
  let next = 1;
  return genome.map((gene, i) => {
    if (isAfterRest(i, limits)) next++;
    const pieces = segmentsOf(gene, limits);
    const worth = pieces.reduce((sum, { durationMs }, i) => sum + durationMs * (protocolWorth[next + i] ?? 0), 0);
    next += pieces.length;
    return worth / gene.durationMs;
  });
}
