import type { RecordingSummary } from '../../../shared/contract/schemas.ts';

const WORDS: Readonly<Record<RecordingSummary['verified'], string>> = {
  verified: 'all samples read back',
  'not-yet': 'samples not yet verified',
  damaged: 'damaged',
};

/** State of the samples in the file, and what is damaged or missing. */
export function readBackText({ verified, damage }: Pick<RecordingSummary, 'verified' | 'damage'>): string {
  return damage === null ? WORDS[verified] : `! ${damage}`;
}
