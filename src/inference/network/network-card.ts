import { z } from 'zod';
import { modelCard } from '../../shared/contract/schemas.ts';

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
  /** Names the way features are drawn from a recording; another layout means another network. */
  featureLayoutId: z.string().min(1),
  /** What each output is, in order. */
  outputIds: z.array(z.string().min(1)),
  featureMean: numbers,
  featureSd: z.array(z.number().positive()),
  targetMean: numbers,
  targetSd: z.array(z.number().positive()),
  featureClip: z.number().positive(),
  /** How errors of the outputs go together, P x P; absent in networks of before it was measured. */
  errorCorrelation: numbers.optional(),
});

export type NetworkCard = z.output<typeof networkCard>;
