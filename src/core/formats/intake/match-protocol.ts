import { protocolSampleCount, sampleCommand, type Protocol } from '../../protocol/protocol.ts';
import { filled } from './on-one-clock.ts';
import { departuresOf, type Departures } from './departures.ts';

/** How a recorded voltage lies to a protocol. */
export interface ProtocolMatch {
  readonly protocol: Protocol;
  /** Sample of the recording that is the protocol's sample 0, the end of its hold. */
  readonly shift: number;
  /** Samples of the protocol that the recording has. */
  readonly samples: number;
  /** Recorded voltage less the protocol's, mV. */
  readonly offsetMv: number;
  readonly departures: Departures;
}

/** A recording may end this many samples before its protocol does. */
const SLACK = 2;
/** No junction potential and no amplifier is further off, mV. */
export const MOST_OFFSET_MV = 40;
/** A jump by which a protocol is found in a recording, mV. */
const LEAST_JUMP_MV = 5;
/** A jump takes no longer than this to show in a recorded voltage, s. */
const JUMP_S = 0.0004;
/** Before the protocol the cell must have been held at its holding potential for this long, or from the start, s. */
const HELD_S = 0.1;
const MOST_CANDIDATES = 300;
const PROBES = 400;

/**
 * Where in a recording a protocol was played, and by how much the voltage lies beside it throughout: the best place that is
 * found, with where it departs. Null where the recording is too short.
 * @param voltageMv recorded or commanded voltage; NaN where a sample was lost: it agrees with anything
 * @param closeMv what it may be off by away from edges
 */
export function matchProtocol(voltageMv: Float32Array, sampleRateHz: number, protocol: Protocol, closeMv: number): ProtocolMatch | null {
  const count = protocolSampleCount(protocol, sampleRateHz);
  const most = voltageMv.length - count + SLACK;
  if (most < 0 || count < 2) return null;
  const commandMv = sampleCommand(protocol, sampleRateHz);
  const probes = Array.from({ length: PROBES }, (_, i) => Math.floor((i * (count - SLACK - 1)) / (PROBES - 1)));
  const scored = candidates(voltageMv.some(Number.isNaN) ? filled(voltageMv) : voltageMv, commandMv, sampleRateHz, most)
    .map((shift) => ({ shift, ...probed(voltageMv, commandMv, shift, probes, closeMv) }))
    .sort((a, b) => b.close - a.close || Math.abs(a.offsetMv) - Math.abs(b.offsetMv) || a.shift - b.shift);
  let best: ProtocolMatch | null = null;
  let nearest = Infinity;
  for (const { shift, offsetMv: rough } of scored.slice(0, 4)) {
    const samples = Math.min(count, voltageMv.length - shift);
    const played = commandMv.subarray(0, samples);
    const offsetMv = Math.abs(rough) < 0.05 ? 0 : rough;
    const departures = departuresOf(voltageMv, played, sampleRateHz, { shift, offsetMv, closeMv });
    // Neighbouring samples may both hold: the one whose edges lie nearest is the one.
    const distance = distanceOf(voltageMv, played, shift, offsetMv);
    const better = best === null || departures.samples < best.departures.samples;
    if (!better && (departures.samples > best!.departures.samples || distance >= nearest)) continue;
    nearest = distance;
    best = { protocol, shift, samples, offsetMv, departures };
  }
  return best;
}

function distanceOf(voltageMv: Float32Array, commandMv: Float32Array, shift: number, offsetMv: number): number {
  let sum = 0;
  for (let k = 0; k < commandMv.length; k++) {
    const off = Math.abs(voltageMv[k + shift]! - commandMv[k]! - offsetMv);
    if (off > 0) sum += off;
  }
  return sum;
}

/** Whether a match can be believed: it holds everywhere, and before it the cell was held. */
export function holdsEverywhere(match: ProtocolMatch, voltageMv: Float32Array, sampleRateHz: number, closeMv: number): boolean {
  const { protocol, shift, offsetMv, departures } = match;
  if (departures.samples > 0 || Math.abs(offsetMv) > MOST_OFFSET_MV) return false;
  const from = Math.max(0, shift - Math.round(HELD_S * sampleRateHz));
  let away = 0;
  for (let k = from; k < shift; k++) if (Math.abs(voltageMv[k]! - protocol.holdingMv - offsetMv) > closeMv) away++;
  return away <= 0.02 * (shift - from);
}

/** The protocol of the library that was played; the one that explains most of the recording where several fit. */
export function findInLibrary(
  voltageMv: Float32Array,
  sampleRateHz: number,
  library: readonly Protocol[],
  closeMv: number,
): ProtocolMatch | null {
  const found = library.flatMap((protocol) => {
    const match = matchProtocol(voltageMv, sampleRateHz, protocol, closeMv);
    return match !== null && holdsEverywhere(match, voltageMv, sampleRateHz, closeMv) ? [match] : [];
  });
  return found.sort((a, b) => b.samples - a.samples || Math.abs(a.offsetMv) - Math.abs(b.offsetMv))[0] ?? null;
}

/** Shifts at which the protocol's largest jump meets one of its height, and both ends. */
function candidates(voltageMv: Float32Array, commandMv: Float32Array, sampleRateHz: number, most: number): number[] {
  const found = new Set([0, 1, Math.max(0, most - SLACK)].filter((shift) => shift <= most));
  let at = 1;
  for (let k = 1; k < commandMv.length; k++)
    if (Math.abs(commandMv[k]! - commandMv[k - 1]!) > Math.abs(commandMv[at]! - commandMv[at - 1]!)) at = k;
  const jump = (commandMv[at] ?? 0) - (commandMv[at - 1] ?? 0);
  if (Math.abs(jump) < LEAST_JUMP_MV) return [...found];
  const width = Math.max(1, Math.round(JUMP_S * sampleRateHz));
  const close = Math.max(3, 0.15 * Math.abs(jump));
  for (let k = Math.max(1, at - 1); k + width < voltageMv.length && k - at <= most && found.size < MOST_CANDIDATES; k++) {
    const rise = voltageMv[k + width - 1]! - voltageMv[k - 1]!;
    if (!(Math.abs(rise - jump) <= close)) continue;
    // The steepest sample of the jump is its edge; what follows within the jump is the same one.
    let steepest = k;
    for (let i = k; i < k + width; i++)
      if (Math.abs(voltageMv[i]! - voltageMv[i - 1]!) > Math.abs(voltageMv[steepest]! - voltageMv[steepest - 1]!)) steepest = i;
    for (const shift of [steepest - at, steepest - at - 1]) if (shift >= 0 && shift <= most) found.add(shift);
    k = steepest + width;
  }
  return [...found];
}

function probed(voltageMv: Float32Array, commandMv: Float32Array, shift: number, probes: readonly number[], closeMv: number) {
  const beside = Float64Array.from(probes, (k) => voltageMv[k + shift]! - commandMv[k]!).filter(Number.isFinite);
  const offsetMv = beside.toSorted()[beside.length >> 1] ?? 0;
  return { offsetMv: Number(offsetMv.toFixed(2)), close: beside.filter((mv) => Math.abs(mv - offsetMv) <= closeMv).length };
}
