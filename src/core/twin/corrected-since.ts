import { correctionWords, type CorrectedFields, type Correction } from '../trace/correction.ts';
import type { Twin } from './twin.ts';

/** The alarm of a twin whose recording was corrected after it was made, in what a twin depends on; null where it was not. */
export function correctedSinceAlarm({ createdAt }: Pick<Twin, 'createdAt'>, corrections: readonly Correction[]): string | null {
  const words = corrections.flatMap(({ madeAt, changes }) => {
    // Both are ISO 8601 in UTC, whose order is that of their letters.
    if (madeAt <= createdAt) return [];
    const said = correctionWords(ofTwins(changes));
    return said === '' ? [] : [said];
  });
  if (words.length === 0) return null;
  return `Its recording was corrected after this twin was made (${words.join('; ').slice(0, LONGEST)}): infer it again.`;
}

const LONGEST = 300;

/** Without what only decides whether a recording is used at all. */
function ofTwins({ rejected: _rejected, paced: _paced, stimulusMs: _stimulusMs, ...rest }: CorrectedFields): CorrectedFields {
  return rest;
}
