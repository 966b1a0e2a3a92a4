import { z } from 'zod';
import { modelCard } from '../contract/schemas.ts';

/** File in the folder of the operator's own networks: the ids that the operator chose to use. The others are not used. */
export const IN_USE_FILE = 'in-use.json';
export const inUse = z.object({ ids: z.array(z.string()) });

export const ownModel = z.object({ card: modelCard, inUse: z.boolean() });
export type OwnModel = z.output<typeof ownModel>;
