import type { CellModel } from '../../core/cell/cell-model.ts';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { featureCount, featureLayoutId, writeFeatures, type RecordingContext } from '../../core/observation/features.ts';
import { networkOutputs } from '../../core/inference/network-targets.ts';
import { binRecording, featureBins } from '../../core/observation/observation-bins.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { Predictor } from '../network/index.ts';
import type { ExpectedModel } from '../network/model-file.ts';

/** Requirements on a network for a protocol, a rate and a cell: its outputs are the cell's parameters. */
export function expectedModel(protocol: Protocol, sampleRateHz: number, cell: CellModel = DEFAULT_CELL): ExpectedModel {
  const bins = featureBins(protocol, sampleRateHz);
  return {
    protocolId: protocol.id,
    featureLayoutId: featureLayoutId(bins),
    featureCount: featureCount(bins),
    outputIds: networkOutputs(cell),
  };
}

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
}

export async function askNetwork(
  predictor: Predictor,
  recording: { readonly protocol: Protocol; readonly sampleRateHz: number; readonly currentPaPf: ArrayLike<number> },
  context: RecordingContext,
  model: CellModel,
): Promise<NetworkAnswer> {
  const bins = featureBins(recording.protocol, recording.sampleRateHz);
  const x = new Float32Array(featureCount(bins));
  writeFeatures(binRecording(bins, recording.currentPaPf), context, x);
  const count = model.varied.length;
  const { mean, sd, clippedFeatures } = await predictor.predict(x, 1);
  return {
    mean: Float64Array.from(mean.subarray(0, count)),
    sd: Float64Array.from(sd.subarray(0, count)),
    correlation: correlationOfMultipliers(predictor, count),
    logRsCmMs: mean[count] ?? NaN,
    logLeakNsPf: mean[count + 1] ?? NaN,
    residualCapacitance: mean[count + 2] ?? NaN,
    unlikeFeatures: clippedFeatures[0] ?? 0,
  };
}

function correlationOfMultipliers({ card, shape }: Predictor, count: number): Float64Array | null {
  const all = card?.errorCorrelation;
  return all === undefined
    ? null
    : Float64Array.from({ length: count ** 2 }, (_, k) => all[Math.floor(k / count) * shape.outputs + (k % count)] ?? NaN);
}
