import { withOldPriorAlarm } from './old-prior.ts';
import type { Twin } from './twin.ts';

/** Origin of a recording; 'unknown' in older files, which do not state it. */
export type Origin = 'simulated' | 'recorded' | 'unknown';

export function originOf({ simulated }: { readonly simulated?: boolean | undefined }): Origin {
  return simulated === undefined ? 'unknown' : simulated ? 'simulated' : 'recorded';
}

/**
 * The twin with the known origin of its recording, and an alarm where its prior was that of the other kind; a twin that is marked as
 * simulated stays so.
 */
export function withOrigin(twin: Twin, simulated: boolean): Twin {
  const known = twin.simulated === true || twin.simulated === simulated ? twin : { ...twin, simulated };
  return withOldPriorAlarm(known, simulated);
}

/** Beside every result of a simulated cell, in capitals so that it is found in a long text. */
export const SIMULATED_NOTE = 'SIMULATED: this comes from a simulated cell; no real cell was recorded.';
