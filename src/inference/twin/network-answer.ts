import type { CellModel } from '../../core/cell/cell-model.ts';
import { livingOutputs } from '../../core/inference/living-targets.ts';
import type { LivingAnswer } from '../../core/inference/answer-coordinates.ts';
import { featureCount, writeFeatures, type RecordingContext } from '../../core/observation/features.ts';
import { livingFeatureCount, writeLivingFeatures } from '../../core/observation/living-features.ts';
import { fillGaps } from '../../core/observation/fill-gaps.ts';
import { presentMeans } from '../../core/observation/lost-samples.ts';
import { featureBins } from '../../core/observation/observation-bins.ts';
import { noiseAtRate, resampled } from '../../core/observation/resampled.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { rateOf } from '../network-for.ts';
import type { Predictor } from '../network/index.ts';

export interface NetworkAnswer {
  /** Of the multipliers. */
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** Correlation of their errors, row-major; null where the network has none. */
  readonly correlation: Float64Array | null;
  /** Natural logarithms of RsCm (ms) and leak (nS/pF), and residual capacitance. */
  readonly logRsCmMs: number;
  readonly logLeakNsPf: number;
  readonly residualCapacitance: number;
  /** Number of features outside the network's training data. */
  readonly unlikeFeatures: number;
  /** All that a network for living cells answers; null of one for simulated cells. */
  readonly living: LivingAnswer | null;
}

/** What a network is asked about. Lost samples are NaN. */
export interface AskedRecording {
  readonly protocol: Protocol;
  readonly sampleRateHz: number;
  readonly currentPaPf: ArrayLike<number>;
}

/** @param context of the recording; noise per sample of its own rate, `blankMs` after each jump that is left out */
export async function askNetwork(
  predictor: Predictor,
  recording: AskedRecording,
  context: RecordingContext & { readonly blankMs: number },
  model: CellModel,
): Promise<NetworkAnswer> {
  const bins = featureBins(recording.protocol, predictor.card ? rateOf(predictor.card) : recording.sampleRateHz);
  const samples = resampled(bins, recording.currentPaPf, recording.sampleRateHz);
  const noise = noiseAtRate(context.noise, recording.sampleRateHz, bins.sampleRateHz);
  if (predictor.card?.cell === 'living') {
    const { means, whole } = presentMeans(bins, samples);
    const x = new Float32Array(livingFeatureCount(bins));
    writeLivingFeatures(bins, means, whole, { ...context, noise }, x);
    return livingAnswer(predictor, x, model);
  }
  const x = new Float32Array(featureCount(bins));
  const { means, counts } = presentMeans(bins, samples);
  fillGaps(
    bins,
    means,
    Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0)),
  );
  writeFeatures(means, { ...context, noise }, x);
  const count = model.varied.length;
  const { mean, sd, clippedFeatures } = await predictor.predict(x, 1);
  return {
    mean: Float64Array.from(mean.subarray(0, count)),
    sd: Float64Array.from(sd.subarray(0, count)),
    correlation: correlationOfFirst(predictor, count),
    logRsCmMs: mean[count] ?? NaN,
    logLeakNsPf: mean[count + 1] ?? NaN,
    residualCapacitance: mean[count + 2] ?? NaN,
    unlikeFeatures: clippedFeatures[0] ?? 0,
    living: null,
  };
}

async function livingAnswer(predictor: Predictor, x: Float32Array, model: CellModel): Promise<NetworkAnswer> {
  const outputs = livingOutputs(model);
  const { mean, sd, clippedFeatures } = await predictor.predict(x, 1);
  const of = (id: string): number => mean[outputs.findIndex((output) => output.id === id)] ?? NaN;
  const multipliers = model.varied.map((_, i) => logNormalMoments(mean[i] ?? NaN, sd[i] ?? NaN));
  return {
    mean: Float64Array.from(multipliers, ({ mean: of52 }) => of52),
    sd: Float64Array.from(multipliers, ({ sd: of52 }) => of52),
    correlation: null,
    logRsCmMs: of('rsCmMs'),
    logLeakNsPf: of('leakNsPf'),
    residualCapacitance: of('residualCapacitance'),
    unlikeFeatures: clippedFeatures[0] ?? 0,
    living: {
      outputs,
      mean: Float64Array.from(mean),
      sd: Float64Array.from(sd),
      correlation: correlationOfFirst(predictor, outputs.length),
    },
  };
}

/** @param mean, sd of the logarithm */
function logNormalMoments(mean: number, sd: number): { readonly mean: number; readonly sd: number } {
  const middle = Math.exp(mean + sd ** 2 / 2);
  return { mean: middle, sd: middle * Math.sqrt(Math.expm1(sd ** 2)) };
}

function correlationOfFirst({ card, shape }: Predictor, count: number): Float64Array | null {
  const all = card?.errorCorrelation;
  return all === undefined
    ? null
    : Float64Array.from({ length: count ** 2 }, (_, k) => all[Math.floor(k / count) * shape.outputs + (k % count)] ?? NaN);
}
