import { z } from 'zod';
import { modelCard } from '../../shared/contract/schemas.ts';
import type { Standardisation } from './standardisation.ts';

const numbers = z.array(z.number());

/** card.json: the model card plus all that is needed to turn features into parameters. */
export const networkCard = modelCard.extend({
  schema: z.literal('twinclamp.network/1'),
  precision: z.enum(['float32', 'float16']),
  shape: z.object({
    features: z.number().int().positive(),
    outputs: z.number().int().positive(),
    hidden: z.number().int().positive(),
    blocks: z.number().int().nonnegative(),
  }),
  /** Id of the feature layout; another layout requires another network. */
  featureLayoutId: z.string().min(1),
  /** What each output is, in order. */
  outputIds: z.array(z.string().min(1)),
  featureMean: numbers,
  featureSd: z.array(z.number().positive()),
  targetMean: numbers,
  targetSd: z.array(z.number().positive()),
  featureClip: z.number().positive(),
  /** Correlation of the errors of the outputs, P x P; absent in older networks. */
  errorCorrelation: numbers.optional(),
});

export type NetworkCard = z.output<typeof networkCard>;

/** Standardisation of the network's features and targets. */
export function standardisationOf(card: NetworkCard): Standardisation {
  return {
    featureMean: Float32Array.from(card.featureMean),
    featureSd: Float32Array.from(card.featureSd),
    targetMean: Float32Array.from(card.targetMean),
    targetSd: Float32Array.from(card.targetSd),
    featureClip: card.featureClip,
  };
}
