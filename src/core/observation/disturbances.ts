import type { Protocol } from '../protocol/protocol.ts';
import type { CellKind } from '../trace/cell-kind.ts';
import { currentWaves, waveShape } from './current-waves.ts';
import { mainsHum } from './mains-hum.ts';
import type { ObservationBins } from './observation-bins.ts';

/**
 * SD that hum of the mains and, of a living cell, slow waves of current add to each bin, pA/pF: what a fit must not follow. An error that n
 * bins share counts in all of them together as one, so each has its SD times the root of n. A simulated cell releases no calcium by itself:
 * a slow current is its own.
 * @param samples pA/pF; NaN where one is left out
 * @returns null where a recording has neither
 */
export function disturbanceSds(samples: ArrayLike<number>, bins: ObservationBins, protocol: Protocol, cell: CellKind): Float64Array | null {
  const waves = cell === 'living' ? currentWaves(samples, protocol, bins.sampleRateHz) : [];
  const hum = mainsHum(samples, bins);
  if (waves.length === 0 && hum === null) return null;
  const variance = new Float64Array(bins.from.length);
  for (const { fromMs, toMs, peakPaPf } of waves) {
    const heights = Float64Array.from(bins.from, (_, r) => peakPaPf * waveShape((middleMs(bins, r) - fromMs) / (toMs - fromMs)));
    const sharing = heights.filter((height) => height !== 0).length;
    heights.forEach((height, r) => (variance[r] = (variance[r] as number) + sharing * height ** 2));
  }
  if (hum !== null) {
    const periodMs = 1000 / hum.frequencyHz;
    for (let r = 0; r < variance.length; r++) {
      const width = widthMs(bins, r);
      const phase = (Math.PI * width) / periodMs;
      const amplitude = (hum.amplitudePaPf * Math.sin(phase)) / phase;
      variance[r] = (variance[r] as number) + Math.max(1, periodMs / 2 / width) * (amplitude ** 2 / 2);
    }
  }
  return variance.map(Math.sqrt);
}

/** SDs of bins with what disturbances add; a bin that is left out stays so. */
export function withDisturbances(sigma: Float64Array, added: Float64Array | null): Float64Array {
  return added === null ? sigma : sigma.map((sd, r) => Math.hypot(sd, added[r] as number));
}

function widthMs({ from, to, sampleRateHz }: ObservationBins, r: number): number {
  return (((to[r] as number) - (from[r] as number)) * 1000) / sampleRateHz;
}

function middleMs(bins: ObservationBins, r: number): number {
  return ((bins.from[r] as number) * 1000) / bins.sampleRateHz + widthMs(bins, r) / 2;
}
