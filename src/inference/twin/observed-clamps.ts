import { joined } from '../../core/math/joined.ts';
import { disturbanceSds, withDisturbances } from '../../core/observation/disturbances.ts';
import { readNoise } from '../../core/observation/noise.ts';
import type { NoiseModel } from '../../core/observation/noise-model.ts';
import { observe, type Observed } from '../../core/observation/observe.ts';
import type { ObservedClamp } from './inference-request.ts';

/** Least noise of a recording, pA/pF. */
const LEAST = 0.001;

/** A clamp recording in bins, each with its SD by the noise of this recording, its slow waves and hum. */
export function observedClamp({ recording, setting, model }: ObservedClamp): Observed & { readonly noise: NoiseModel } {
  const read = readNoise(model.bins, recording.currentPaPf);
  const noise = { ...read, sd: Math.max(LEAST, read.sd) };
  const { observed, sigma } = observe(model.bins, recording.currentPaPf, noise, setting.blankMs, setting.discrepancy);
  const disturbances = disturbanceSds(recording.currentPaPf, model.bins, recording.protocol, setting.cell);
  return { observed, sigma: withDisturbances(sigma, disturbances), noise };
}

/** Recordings of one cell one after the other, in the order of the model that simulates all of them. */
export function stacked(clamps: readonly Observed[]): Observed {
  const [only] = clamps;
  if (only !== undefined && clamps.length === 1) return only;
  return { observed: joined(clamps.map(({ observed }) => observed)), sigma: joined(clamps.map(({ sigma }) => sigma)) };
}
