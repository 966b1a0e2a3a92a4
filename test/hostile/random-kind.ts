import type { Random } from '../../src/core/random/random.ts';
import type { Behaviour, Kind, Operation, Sent } from './behaviour.ts';
import { KINDS } from './kinds.ts';

/** Kinds after which samples can still be compared with what was played: the promises alone judge several at once. */
const FRAMES_SPOILED = KINDS.filter(({ lies }) => lies === undefined);
const OPERATIONS: readonly Operation[] = [
  'none',
  'none',
  'none',
  'abort-recording',
  'stop-recording',
  'abort-test',
  'abort-connecting',
  'disconnect-recording',
  'abort-thrice',
];

/** A bad line: probabilities per frame, each drawn independently. */
function badLine(random: Random): Behaviour {
  const chance = (): number => (random.uniform() < 0.5 ? 0 : 10 ** (-4 + 3 * random.uniform()));
  const [drop, duplicate, corrupt, garbage, truncate, swap, deaf] = [chance(), chance(), chance(), chance(), chance(), chance(), chance()];
  const happens = (p: number): boolean => random.uniform() < p;
  let kept: Uint8Array | null = null;
  return {
    toDevice: (message) => (happens(deaf) ? [] : [message]),
    line(frame) {
      const bytes = frame.slice();
      if (happens(corrupt)) bytes[random.integer(bytes.length)]! ^= 1 + random.integer(255);
      const whole = happens(truncate) ? bytes.subarray(0, random.integer(bytes.length)) : bytes;
      const out: Uint8Array[] = happens(drop) ? [] : [whole];
      if (happens(duplicate)) out.push(frame.slice());
      if (happens(garbage)) out.unshift(Uint8Array.from({ length: 1 + random.integer(300) }, () => random.integer(256)));
      if (kept !== null) {
        out.push(kept);
        kept = null;
      } else if (happens(swap)) {
        kept = Buffer.concat(out);
        return [];
      }
      return out;
    },
  };
}

/** A bad line with none to two of the named kinds on top, and now and then an operator who acts. */
export function randomKind(random: Random): Kind {
  const chosen = Array.from({ length: random.integer(3) }, () => FRAMES_SPOILED[random.integer(FRAMES_SPOILED.length)]!);
  const operation = OPERATIONS[random.integer(OPERATIONS.length)]!;
  return {
    name: ['bad line', ...chosen.map(({ name }) => name), ...(operation === 'none' ? [] : [operation])].join(' + '),
    expect: 'true-word',
    ...(chosen.some(({ liesOnBadLine }) => liesOnBadLine) ? { lies: true as const } : {}),
    operation,
    make: () => together([...chosen.map(({ make }) => make()), badLine(random)]),
  };
}

function together(behaviours: readonly Behaviour[]): Behaviour {
  return {
    toHost(message, scene) {
      let sent: readonly Sent[] = [message];
      for (const behaviour of behaviours) {
        if (behaviour.toHost === undefined) continue;
        sent = sent.flatMap((one) => ('kind' in one ? (behaviour.toHost?.(one, scene) ?? [one]) : [one]));
      }
      return sent;
    },
    toDevice(message, scene) {
      let heard: readonly (typeof message)[] = [message];
      for (const behaviour of behaviours) heard = heard.flatMap((one) => behaviour.toDevice?.(one, scene) ?? [one]);
      return heard;
    },
    tick(scene) {
      for (const behaviour of behaviours) behaviour.tick?.(scene);
    },
    line: (frame, scene) => behaviours.at(-1)?.line?.(frame, scene) ?? [frame],
  };
}
