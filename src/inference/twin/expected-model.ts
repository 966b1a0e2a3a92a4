import type { CellModel } from '../../core/cell/cell-model.ts';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { livingOutputs } from '../../core/inference/living-targets.ts';
import { networkOutputs } from '../../core/inference/network-targets.ts';
import { featureCount, featureLayoutId } from '../../core/observation/features.ts';
import { livingFeatureCount, livingLayoutId } from '../../core/observation/living-features.ts';
import { featureBins } from '../../core/observation/observation-bins.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { CellKind } from '../../core/trace/cell-kind.ts';
import type { ExpectedModel } from '../network/model-file.ts';

/**
 * What a network must be to read recordings of a protocol by bins of a rate and answer for a cell model: its outputs name the model's
 * parameters.
 * @param kind of the cells that it was trained for
 */
export function expectedModel(
  protocol: Protocol,
  sampleRateHz: number,
  kind: CellKind = 'simulated',
  model: CellModel = DEFAULT_CELL,
): Required<ExpectedModel> {
  const bins = featureBins(protocol, sampleRateHz);
  const protocolId = protocol.id;
  if (kind === 'simulated')
    return {
      protocolId,
      featureLayoutId: featureLayoutId(bins),
      featureCount: featureCount(bins),
      outputIds: networkOutputs(model),
    };
  return {
    protocolId,
    featureLayoutId: livingLayoutId(bins),
    featureCount: livingFeatureCount(bins),
    outputIds: livingOutputs(model).map(({ outputId }) => outputId),
  };
}
