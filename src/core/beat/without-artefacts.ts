import { valueRange, type ValueRange } from '../math/value-range.ts';
import { whiteNoiseAbove } from '../math/white-noise.ts';

/** A membrane potential lies within these, mV; samples outside are the amplifier's. */
const POSSIBLE_MV = [-150, 100] as const;

/** A trace holds no membrane potential anywhere. */
export class NoPotentialError extends Error {}

/** Whether any sample is a possible membrane potential, mV: beats are measured of no other trace. */
export function hasPossiblePotential(voltageMv: Float32Array): boolean {
  return voltageMv.some((mv) => mv >= POSSIBLE_MV[0] && mv <= POSSIBLE_MV[1]);
}
/** Noise above this (SD, mV a sample) is a recording, not a simulation, and is averaged before features are read. */
const NOISY_MV = 0.05;
/** No membrane falls or turns by this much, mV, within this time, ms: the edge of a stimulus or a test pulse. */
const EDGE_MV = 25;
const EDGE_MS = 0.2;
/** An edge is this many SDs of the difference of two samples at least. */
const EDGE_SDS = 8;
/** Edges cannot be distinguished at longer sample intervals, ms. */
const LONGEST_DT_MS = 2;
/** Longest pulse, ms; and how far the potentials before and after it may differ, as a share of the pulse. */
const PULSE_MS = 100;
const SAME_LEVEL = 0.5;
/** No cell rests below this: potassium pulls no further, mV. */
const LOWEST_REST_MV = -100;
/** A pulse that the record begins in ends within this time, ms. */
const START_MS = 200;

/** A potential whose artefacts are bridged by straight lines. */
export interface WithoutArtefacts {
  /** The given trace itself where nothing was found. */
  readonly voltageMv: Float64Array;
  /** Bridged ranges of samples, half-open. */
  readonly bridged: readonly (readonly [from: number, to: number])[];
  /** White noise of a sample, SD, mV; 0 where there is too little to count. */
  readonly noiseMv: number;
}

/**
 * Finds what no membrane does (values below -150 or above +100 mV; pulses of up to 100 ms between two edges of 25 mV in 0.2 ms, also one
 * that the record begins in) and bridges it. An upstroke is one edge without the other, and is kept.
 * @param voltageMv finite values, mV @param dtMs sample interval, ms @param range of the values
 * @throws NoPotentialError where no sample is a possible membrane potential
 */
export function withoutArtefacts(voltageMv: Float64Array, dtMs: number, range: ValueRange = valueRange(voltageMv)): WithoutArtefacts {
  const noiseMv = whiteNoiseAbove(voltageMv, NOISY_MV);
  if (isPlain(voltageMv, dtMs, range)) return { voltageMv, bridged: [], noiseMv };
  const n = voltageMv.length;
  const bad = new Uint8Array(n);
  const [lowest, highest] = POSSIBLE_MV;
  for (let i = 0; i < n; i++) {
    const mv = voltageMv[i] as number;
    if (mv < lowest || mv > highest) bad[i] = 1;
  }
  if (dtMs <= LONGEST_DT_MS) markPulses(voltageMv, dtMs, noiseMv, bad);
  const bridged = runsOf(bad);
  if (bridged.length === 0) return { voltageMv, bridged, noiseMv };
  const first = bridged[0] as readonly [number, number];
  if (first[0] === 0 && first[1] === n)
    throw new NoPotentialError(
      'Beat analysis expected a membrane potential of -150 to 100 mV, got no such sample. Check unit and scale of the trace.',
    );
  const result = Float64Array.from(voltageMv);
  for (const [from, to] of bridged) {
    const before = from > 0 ? (voltageMv[from - 1] as number) : (voltageMv[to] as number);
    const after = to < n ? (voltageMv[to] as number) : before;
    for (let i = from; i < to; i++) result[i] = before + ((after - before) * (i - from + 1)) / (to - from + 1);
  }
  return { voltageMv: result, bridged, noiseMv: whiteNoiseAbove(result, NOISY_MV) };
}

/** Whether no sample can be an artefact: one pass says so of most simulated traces. */
function isPlain(v: Float64Array, dtMs: number, { low, high }: ValueRange): boolean {
  const [lowest, highest] = POSSIBLE_MV;
  if (low < lowest || high > highest) return false;
  if (high - low < EDGE_MV) return true;
  const reach = edgeReach(dtMs);
  for (let i = reach; i < v.length; i++) if (Math.abs((v[i] as number) - (v[i - reach] as number)) >= EDGE_MV) return false;
  return true;
}

function edgeReach(dtMs: number): number {
  return Math.max(1, Math.round(EDGE_MS / dtMs));
}

interface Edge {
  readonly at: number;
  readonly end: number;
  readonly jumpMv: number;
}

function markPulses(v: ArrayLike<number>, dtMs: number, noiseMv: number, bad: Uint8Array): void {
  const least = Math.max(EDGE_MV, EDGE_SDS * Math.SQRT2 * noiseMv);
  const edges = edgesOf(v, edgeReach(dtMs), least);
  const falls = edges.filter(({ jumpMv }) => jumpMv < 0);
  for (const fall of falls) {
    const level = (from: number, to: number): number => Math.abs((v[from] as number) - (v[to] as number)) / Math.abs(fall.jumpMv);
    const pulses = edges.flatMap(({ at, end, jumpMv }) => {
      if (jumpMv < 0 || Math.abs(at - fall.at) * dtMs > PULSE_MS) return [];
      const [from, to] = at < fall.at ? [at, fall.end] : [fall.at, end];
      const off = level(from, to);
      return off > SAME_LEVEL ? [] : [{ from, to, off }];
    });
    const best = pulses.sort((a, b) => a.off - b.off)[0];
    if (best) bad.fill(1, best.from + 1, best.to);
  }
  const opening = edges[0];
  if (opening !== undefined && opening.at * dtMs <= START_MS && beginsOutside(v, opening)) bad.fill(1, 0, opening.end);
}

/** Changes of at least `least` mV within `reach` samples; neighbours of one direction are one edge. */
function edgesOf(v: ArrayLike<number>, reach: number, least: number): Edge[] {
  const edges: Edge[] = [];
  const count = v.length - reach;
  for (let i = 0; i < count; i++) {
    const jumpMv = (v[i + reach] as number) - (v[i] as number);
    if (jumpMv < least && jumpMv > -least) continue;
    const last = edges.at(-1);
    if (last !== undefined && i < last.end && Math.sign(last.jumpMv) === Math.sign(jumpMv)) {
      const end = i + reach;
      edges[edges.length - 1] = { at: last.at, end, jumpMv: (v[end] as number) - (v[last.at] as number) };
    } else edges.push({ at: i, end: i + reach, jumpMv });
  }
  return edges;
}

/** Whether the record before its first edge lies outside all that comes after it. */
function beginsOutside(v: ArrayLike<number>, { at, end, jumpMv }: Edge): boolean {
  const level = v[at] as number;
  // A rise from a potential that a membrane may have is an upstroke.
  if (jumpMv > 0 && level > LOWEST_REST_MV) return false;
  for (let i = end; i < v.length; i++) if (jumpMv > 0 ? (v[i] as number) <= level : (v[i] as number) >= level) return false;
  return true;
}

function runsOf(bad: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = bad.indexOf(1); from >= 0;) {
    const end = bad.indexOf(0, from);
    runs.push([from, end < 0 ? bad.length : end]);
    from = end < 0 ? -1 : bad.indexOf(1, end);
  }
  return runs;
}
