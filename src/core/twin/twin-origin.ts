import { withOldPriorAlarm } from './old-prior.ts';
import type { Twin } from './twin.ts';

/** What a recording was made of: 'unknown' in files of before it was told. */
export type Origin = 'simulated' | 'recorded' | 'unknown';

export function originOf({ simulated }: { readonly simulated?: boolean | undefined }): Origin {
  return simulated === undefined ? 'unknown' : simulated ? 'simulated' : 'recorded';
}

/** The twin with what its recording is known to be, and an alarm where that was not heeded; a twin that says it is simulated stays so. */
export function withOrigin(twin: Twin, simulated: boolean): Twin {
  const known = twin.simulated === true || twin.simulated === simulated ? twin : { ...twin, simulated };
  return withOldPriorAlarm(known, simulated);
}

/** Beside every result of a simulated cell, in capitals so that it is found in a long text. */
export const SIMULATED_NOTE = 'SIMULATED: this comes from a simulated cell; no real cell was recorded.';
