import { segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';

/**
 * Averaging of a recording into bins: one sample wide where the current changes fast, wider where it is slow. Network
 * and refinement see the recording only through such bins, and simulated cells through the same bins, so that both are
 * made by one piece of code on one grid.
 */
export interface ObservationBins {
  /** Identifies the layout: protocol, rate and options. */
  readonly id: string;
  readonly sampleRateHz: number;
  /** Bin r averages samples from[r] ... to[r] - 1; sample k is at k / rate after the start of the protocol. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Time since the last jump of the command, ms, at the first sample of each bin. */
  readonly sinceJumpMs: Float64Array;
}

export interface BinOptions {
  /** Bins of one sample after each jump. */
  readonly singles: number;
  /** Width of a bin as a share of the time since the jump. */
  readonly resolution: number;
  /** Widest bin, ms. */
  readonly widestMs: number;
  /** Largest change of the command within a bin of a ramp, mV. */
  readonly rampMv: number;
}

/** Bins for the refinement: they hold what the 10 kHz record holds. */
export const FIT_BINS: BinOptions = { singles: 25, resolution: 0.04, widestMs: 5, rampMv: 0.6 };

/** Coarser bins for the network's input. */
const FEATURE_BINS: BinOptions = { singles: 8, resolution: 0.22, widestMs: 60, rampMv: 4 };
/** Coarser still for protocols of many short segments, which sample the same gates many times. */
const MANY_SEGMENTS_BINS: BinOptions = { singles: 5, resolution: 0.4, widestMs: 100, rampMv: 8 };
const MANY_SEGMENTS = 50;

/** Bins of a recording as a network reads it. */
export function featureBins(protocol: Protocol, sampleRateHz: number): ObservationBins {
  return observationBins(protocol, sampleRateHz, protocol.segments.length > MANY_SEGMENTS ? MANY_SEGMENTS_BINS : FEATURE_BINS);
}

export function observationBins(protocol: Protocol, sampleRateHz: number, options: BinOptions): ObservationBins {
  const from: number[] = [];
  const to: number[] = [];
  const since: number[] = [];
  const perMs = sampleRateHz / 1000;
  let startMs = 0;
  let jumpMs = 0;
  let before = protocol.holdingMv;
  for (const segment of protocol.segments) {
    if (Math.abs(segmentStartMv(segment) - before) > 1e-6) jumpMs = startMs;
    const endMs = startMs + segment.durationMs;
    // Left limit: the sample on the edge belongs to the segment that ends there.
    let k = Math.floor(startMs * perMs + 1e-6) + 1;
    const last = Math.floor(endMs * perMs + 1e-6);
    const slope = segment.kind === 'ramp' ? Math.abs(segment.endMv - segment.startMv) / segment.durationMs : 0;
    const widest = Math.min(options.widestMs, slope > 0 ? options.rampMv / slope : Infinity) * perMs;
    while (k <= last) {
      const sinceSamples = k - jumpMs * perMs;
      const graded = sinceSamples <= options.singles ? 1 : sinceSamples * options.resolution;
      const width = Math.max(1, Math.floor(Math.min(graded, widest)));
      // A remainder of less than half a bin joins the bin before it.
      const end = last + 1 - (k + width) < width / 2 ? last + 1 : k + width;
      from.push(k);
      to.push(end);
      since.push(k / perMs - jumpMs);
      k = end;
    }
    before = segmentEndMv(segment);
    startMs = endMs;
  }
  const { singles, resolution, widestMs, rampMv } = options;
  return {
    id: `${protocol.id}@${sampleRateHz}/${singles}-${resolution}-${widestMs}-${rampMv}/${from.length}`,
    sampleRateHz,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    sinceJumpMs: Float64Array.from(since),
  };
}

/** Mean of a recording in every bin. @throws Error when the recording is shorter than the bins. */
export function binRecording(bins: ObservationBins, samples: ArrayLike<number>): Float64Array {
  const needed = bins.to.at(-1) ?? 0;
  if (samples.length < needed) {
    throw new Error(`The recording has ${samples.length} samples; the protocol needs ${needed}. Record the whole protocol again.`);
  }
  const means = new Float64Array(bins.from.length);
  for (let r = 0; r < means.length; r++) {
    let sum = 0;
    const start = bins.from[r] ?? 0;
    const end = bins.to[r] ?? 0;
    for (let k = start; k < end; k++) sum += samples[k] ?? NaN;
    means[r] = sum / (end - start);
  }
  return means;
}
