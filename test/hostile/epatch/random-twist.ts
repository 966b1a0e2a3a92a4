import type { Random } from '../../../src/core/random/random.ts';
import { encodeFrame } from '../../../src/shared/epatch/index.ts';
import type { EpatchKind } from './twist.ts';

/** A device that does wrong things at random: loses, repeats, damages and delays what it sends, and does not hear. */
export function randomTwist(random: Random, seed: number): EpatchKind {
  const [lose, repeat, damage, stray, deaf] = Array.from({ length: 5 }, () => (random.uniform() < 0.5 ? 0 : 0.03 * random.uniform()));
  return {
    name: `bad line ${seed}`,
    expect: 'any',
    twist: (frame, moment) => {
      const happens = (probability = 0): boolean => moment.random.uniform() < probability;
      if (happens(lose)) return [];
      if (happens(stray)) return [Uint8Array.from({ length: 60 }, () => moment.random.integer(256)), frame];
      if (happens(damage)) {
        const bytes = encodeFrame(frame);
        bytes[moment.random.integer(bytes.length)]! ^= 1 + moment.random.integer(255);
        return [bytes];
      }
      return happens(repeat) ? [frame, frame] : [frame];
    },
    deaf: (_, moment) => moment.random.uniform() < (deaf ?? 0),
  };
}
