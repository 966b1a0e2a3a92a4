import { featureBins } from '../../../src/core/observation/observation-bins.ts';
import { featureCount } from '../../../src/core/observation/features.ts';
import type { Predictor, Prediction } from '../../../src/inference/network/predictor.ts';
import { RATE_HZ, SHORT, TRUTH } from './recordings.ts';

/**
 * Stands for a network: an answer near the recorded cell that depends slightly on every feature. In plain JavaScript, so that its
 * bits are those of any processor; what a network in WebAssembly answers may differ in the last bit between processors.
 */
export function goldenPredictor(): Predictor {
  const features = featureCount(featureBins(SHORT, RATE_HZ));
  const outputs = TRUTH.length + 3;
  const shape = { features, outputs };
  const errorCorrelation = Array.from({ length: outputs ** 2 }, (_, k) => 0.3 ** Math.abs(Math.floor(k / outputs) - (k % outputs)));
  const predict = async (x: Float32Array): Promise<Prediction> => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (x[i] ?? NaN) * (((i * 37) % 11) - 5);
    const nudge = sum / (40 * x.length);
    const mean = Float32Array.from({ length: outputs }, (_, i) =>
      i < TRUTH.length ? (TRUTH[i] ?? NaN) + 0.04 * ((((i * 29) % 7) - 3) / 3 + nudge) : ([-1.8, -4.4, 0.01][i - TRUTH.length] ?? NaN),
    );
    const sd = Float32Array.from({ length: outputs }, (_, i) => 0.08 + 0.01 * (i % 5));
    return { mean, sd, clippedFeatures: new Uint32Array(1) };
  };
  const card = { id: 'golden', shape, weightsSha256: '0'.repeat(64), errorCorrelation };
  return { card, shape, predict, dispose: () => undefined } as unknown as Predictor;
}
