import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { livingOutputs } from '../../core/inference/living-targets.ts';
import { NETWORK_OUTPUTS } from '../../core/inference/network-targets.ts';
import { featureLayoutId } from '../../core/observation/features.ts';
import { livingLayoutId } from '../../core/observation/living-features.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import { LIVING_SPREAD } from '../../core/population/living-draws.ts';
import type { DatasetManifest } from '../population/dataset.ts';

/** What a network reads and answers, and what its card says of the cells it was trained on. */
export interface TrainedFor {
  readonly featureLayoutId: string;
  readonly outputIds: readonly string[];
  readonly population: string;
  /** What lies outside, in a sentence. */
  readonly limit: string;
}

export function trainedFor(manifest: DatasetManifest, bins: ObservationBins): TrainedFor {
  return manifest.living ? forLiving(manifest, bins) : forSimulated(manifest, bins);
}

function forSimulated(manifest: DatasetManifest, bins: ObservationBins): TrainedFor {
  return {
    featureLayoutId: featureLayoutId(bins),
    outputIds: NETWORK_OUTPUTS,
    population:
      `${manifest.cells} cells, all phenotypes, multipliers U(${multiplierRange(manifest.spread, ', ')}); ` +
      `${Math.round(manifest.rigShare * 100)} % through electrode and amplifier, the rest under ideal clamp; ` +
      degrees(manifest.temperatureC),
    limit: `Multipliers beyond ${multiplierRange(manifest.spread)} are outside its training data.`,
  };
}

function forLiving(manifest: DatasetManifest, bins: ObservationBins): TrainedFor {
  const { conductance, gate, scale } = LIVING_SPREAD;
  const { learned } = manifest;
  const spread =
    learned === undefined
      ? `learned from none: multipliers log-normal, SD of the logarithm ${conductance} for conductances, ${gate} for gates, ${scale} for ` +
        `scales of other currents`
      : `drawn from ${learned.name}, which ${learned.cells} recorded cells have taught: on those it proves nothing`;
  return {
    featureLayoutId: livingLayoutId(bins),
    outputIds: livingOutputs(DEFAULT_CELL).map(({ outputId }) => outputId),
    population:
      `${manifest.cells} simulated cells for recordings of living ones, ${spread}; all through electrode and amplifier ` +
      `with leak, offsets, lost samples; ${degrees(manifest.temperatureC)}`,
    limit: 'Currents that the cell model lacks are outside its training data; living cells have some.',
  };
}

export function degrees([low, high]: readonly [number, number]): string {
  return low === high ? `${low} degC` : `${low} to ${high} degC`;
}

function multiplierRange(spread: number, between = ' to '): string {
  return [1 - spread, 1 + spread].map((edge) => String(Number(edge.toFixed(3)))).join(between);
}
