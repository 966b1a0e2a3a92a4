import type { ObservationBins } from './observation-bins.ts';

/** Scale at which the current turns from linear to logarithmic in the network's input, pA/pF. */
const SCALE_PA_PF = 0.1;

/** Noise below which the network makes no difference, pA/pF. */
const LEAST_NOISE = 0.01;

/** Inputs of the network: every bin mean as asinh(I / 0.1 pA/pF), then log noise and whether a rig was in between. */
export function featureCount(bins: ObservationBins): number {
  return bins.from.length + 2;
}

/** @param binMeans pA/pF, @param noise white-noise SD per sample, pA/pF */
export function writeFeatures(binMeans: ArrayLike<number>, noise: number, rig: boolean, into: Float32Array): void {
  const n = binMeans.length;
  for (let r = 0; r < n; r++) into[r] = Math.asinh((binMeans[r] as number) / SCALE_PA_PF);
  into[n] = Math.log(Math.max(noise, LEAST_NOISE));
  into[n + 1] = rig ? 1 : 0;
}

/** Names feature layout: a network reads only what was laid out the same way. */
export function featureLayoutId(bins: ObservationBins): string {
  return `asinh-bins/1 ${bins.id}`;
}
