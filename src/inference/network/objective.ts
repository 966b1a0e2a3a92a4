import { LOG_SD_MAX, LOG_SD_MIN } from './architecture.ts';

/**
 * Loss of the training, in standardised target units, averaged over rows and outputs.
 * `squared`: half the squared error of the mean; the SD is not trained (warm-up).
 * `likelihood`: Gaussian negative log likelihood; with beta > 0 each term is weighted by the predicted SD^(2 beta), held constant, so
 * that outputs with a large error are still trained (Seitzer et al. 2022). The minimum is the same one; beta 0 is the plain likelihood.
 */
export type Objective = { readonly kind: 'squared' } | { readonly kind: 'likelihood'; readonly beta: number };

export interface HeadGradient {
  readonly loss: number;
  /** d loss / d head, rows x 2 outputs. */
  readonly gradient: Float32Array;
}

/**
 * @param head rows x 2P: means, then log SDs
 * @param target rows x P, standardised
 */
export function headGradient(head: Float32Array, target: Float32Array, rows: number, outputs: number, objective: Objective): HeadGradient {
  const gradient = new Float32Array(rows * 2 * outputs);
  const scale = 1 / (rows * outputs);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    for (let p = 0; p < outputs; p++) {
      const atMean = row * 2 * outputs + p;
      const atSd = atMean + outputs;
      const miss = head[atMean]! - target[row * outputs + p]!;
      if (objective.kind === 'squared') {
        loss += 0.5 * miss * miss;
        gradient[atMean] = miss * scale;
        continue;
      }
      const raw = head[atSd]!;
      const logSd = Math.min(LOG_SD_MAX, Math.max(LOG_SD_MIN, raw));
      const precision = Math.exp(-2 * logSd);
      const weight = objective.beta === 0 ? 1 : Math.exp(2 * objective.beta * logSd);
      const chi2 = miss * miss * precision;
      loss += 0.5 * chi2 + logSd;
      gradient[atMean] = miss * precision * weight * scale;
      const slope = (1 - chi2) * weight * scale;
      // Beyond a limit only a gradient back to it is kept: with a gradient of 0 the SD would stay there.
      const stuck = (raw < LOG_SD_MIN && slope > 0) || (raw > LOG_SD_MAX && slope < 0);
      gradient[atSd] = stuck ? 0 : slope;
    }
  }
  return { loss: loss * scale, gradient };
}
