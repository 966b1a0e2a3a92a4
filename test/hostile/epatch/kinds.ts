import { FROM_DEVICE, MESSAGE, type EpatchFrame } from '../../../src/shared/epatch/index.ts';
import type { EpatchKind, Moment, Twist } from './twist.ts';

const DEVICE = (type: number): number => type | FROM_DEVICE;
const recording = ({ recordings }: Moment): boolean => recordings > 0;
/** Some frames into the recording. */
const later = (moment: Moment): boolean => recording(moment) && moment.datas > 60;
const only =
  (type: number, when: (moment: Moment) => boolean, change: (frame: EpatchFrame, moment: Moment) => ReturnType<Twist>): Twist =>
  (frame, moment) =>
    frame.type === DEVICE(type) && when(moment) ? change(frame, moment) : [frame];
const always = (): boolean => true;
const words =
  (change: (words: number[]) => void): ((frame: EpatchFrame) => ReturnType<Twist>) =>
  (frame) => {
    const copy = [...frame.words];
    change(copy);
    return [{ ...frame, words: copy }];
  };
const once = (act: Twist): Twist => {
  let done = false;
  return (frame, moment) => {
    if (done) return [frame];
    const sent = act(frame, moment);
    if (sent.length !== 1 || sent[0] !== frame) done = true;
    return sent;
  };
};
const data = (when: (moment: Moment) => boolean, change: (frame: EpatchFrame, moment: Moment) => ReturnType<Twist>): Twist =>
  only(MESSAGE.data, when, change);

/** Kinds of hostile ePatch, each a change of what a correct one sends. */
export const EPATCH_KINDS: readonly EpatchKind[] = [
  { name: 'correct', expect: 'complete', twist: (frame) => [frame] },
  { name: 'silent', expect: 'not-connected', twist: () => [] },
  { name: 'answers no reset', expect: 'not-connected', twist: only(MESSAGE.fpgaReset, always, () => []) },
  {
    name: 'acknowledges another frame',
    expect: 'not-connected',
    twist: only(
      MESSAGE.ack,
      always,
      words((list) => (list[0] = (list[0]! + 7) & 0xffff)),
    ),
  },
  {
    name: 'acknowledges without a word',
    expect: 'not-connected',
    twist: only(
      MESSAGE.ack,
      always,
      words((list) => (list.length = 0)),
    ),
  },
  {
    name: 'refuses everything',
    expect: 'not-connected',
    twist: only(MESSAGE.ack, always, (frame) => [{ ...frame, type: DEVICE(MESSAGE.nack) }]),
  },
  { name: 'floods the line', expect: 'any', twist: (frame) => [frame, new Uint8Array(3_000_000).fill(0xa5)] },
  { name: 'sends noise between frames', expect: 'complete', twist: (frame, { random }) => [noise(random, 40), frame] },
  {
    name: 'sends half a frame before each',
    expect: 'complete',
    twist: (frame) => [Uint8Array.of(0xa5, 0x5a, 0, 0, 2, 0x94, 0xff, 0xff), frame],
  },
  {
    name: 'loses one frame of samples in fifty',
    expect: 'complete',
    twist: data(recording, (frame, { random }) => (random.uniform() < 0.02 ? [] : [frame])),
  },
  { name: 'sends samples twice', expect: 'complete', twist: data(recording, (frame) => [frame, frame]) },
  {
    name: 'sends samples twice under another number',
    expect: 'any',
    twist: data(later, (frame) => [frame, { ...frame, heartbeat: (frame.heartbeat + 1) & 0xffff }]),
  },
  { name: 'sends frames of samples in another order', expect: 'any', twist: swapped() },
  {
    name: 'one index a million too high',
    expect: 'complete',
    twist: once(
      data(
        later,
        words((list) => (list[1] = list[1]! + 16)),
      ),
    ),
  },
  {
    name: 'one index forty samples too high',
    expect: 'complete',
    twist: once(
      data(
        later,
        words((list) => (list[0] = (list[0]! + 40) & 0xffff)),
      ),
    ),
  },
  {
    name: 'all indices a second too high',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => (list[1] = list[1]! + 1)),
    ),
  },
  {
    name: 'indices that stand still',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => ([list[0], list[1]] = [5, 0])),
    ),
  },
  {
    name: 'counts its samples anew',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => (list[0] = Math.max(0, list[0]! - 2400))),
    ),
    lies: true,
  },
  {
    name: 'a count of words that is too large',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => (list[list.length - 1] = 0xffff)),
    ),
  },
  {
    name: 'a count of no words',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => (list[list.length - 1] = 0)),
    ),
  },
  {
    name: 'an odd count of words',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => list[list.length - 1]!--),
    ),
  },
  {
    name: 'samples without a word',
    expect: 'not-complete',
    twist: data(
      later,
      words((list) => (list.length = 0)),
    ),
  },
  { name: 'stops sending samples', expect: 'not-complete', twist: data(later, () => []) },
  { name: 'sends no samples at all', expect: 'not-complete', twist: data(always, () => []) },
  { name: 'dies in the middle', expect: 'not-complete', twist: (frame, moment) => (later(moment) ? [] : [frame]) },
  {
    name: 'reversed voltage',
    expect: 'not-complete',
    twist: data(
      recording,
      words((list) => {
        for (let i = 2; i + 2 < list.length; i += 2) list[i] = (0x10000 - list[i]!) & 0xffff;
      }),
    ),
    lies: true,
  },
  { name: 'no headers', expect: 'any', twist: only(MESSAGE.header, recording, () => []) },
  { name: 'headers twice', expect: 'complete', twist: only(MESSAGE.header, always, (frame) => [frame, { ...frame }]) },
  {
    name: 'headers of an item that does not exist',
    expect: 'any',
    twist: only(
      MESSAGE.header,
      recording,
      words((list) => (list[1] = 99)),
    ),
  },
  {
    name: 'headers of another protocol',
    expect: 'not-complete',
    twist: only(
      MESSAGE.header,
      later,
      words((list) => (list[0] = (list[0]! + 1000) & 0xffff)),
    ),
  },
  {
    name: 'headers without a word',
    expect: 'any',
    twist: only(
      MESSAGE.header,
      recording,
      words((list) => (list.length = 0)),
    ),
  },
  { name: 'no tails', expect: 'complete', twist: only(MESSAGE.tail, always, () => []) },
  {
    name: 'tails twice',
    expect: 'complete',
    twist: only(MESSAGE.tail, always, (frame) => [frame, { ...frame, heartbeat: frame.heartbeat }]),
  },
  {
    name: 'tails of another protocol',
    expect: 'complete',
    twist: only(
      MESSAGE.tail,
      always,
      words((list) => (list[0] = 7)),
    ),
  },
  { name: 'ends at once', expect: 'not-complete', twist: endsAt(later), lies: true },
  {
    name: 'restarts in the middle',
    expect: 'not-complete',
    twist: once(data(later, (frame) => [{ heartbeat: 0, type: DEVICE(MESSAGE.fpgaReset), words: [] }, frame])),
  },
  {
    name: 'counts its frames anew',
    expect: 'any',
    twist: (frame, moment) => [later(moment) ? { ...frame, heartbeat: moment.datas % 50 } : frame],
  },
  { name: 'counts no frames', expect: 'any', twist: (frame, moment) => [recording(moment) ? { ...frame, heartbeat: 9 } : frame] },
  { name: 'unknown types', expect: 'complete', twist: (frame) => [frame, { ...frame, type: 0x9fff, words: [1, 2, 3] }] },
  { name: 'types of the host', expect: 'any', twist: (frame) => [{ ...frame, type: MESSAGE.ping, words: [] }, frame] },
  {
    name: 'saturates all the time',
    expect: 'any',
    twist: data(recording, (frame) => [{ ...frame, type: DEVICE(MESSAGE.saturation), words: [1] }, frame]),
  },
  {
    name: 'pings without end',
    expect: 'any',
    twist: data(always, (frame) => [frame, { heartbeat: frame.heartbeat, type: DEVICE(MESSAGE.ping), words: [] }]),
  },
  { name: 'hears one message in ten not', expect: 'any', twist: (frame) => [frame], deaf: (_, { random }) => random.uniform() < 0.1 },
  { name: 'hears nothing once it records', expect: 'not-complete', twist: (frame) => [frame], deaf: (_, moment) => later(moment) },
  { name: 'is aborted', expect: 'not-complete', twist: (frame) => [frame], operation: 'abort' },
  { name: 'is stopped', expect: 'not-complete', twist: (frame) => [frame], operation: 'stop' },
  {
    name: 'is aborted and deaf',
    expect: 'not-complete',
    twist: (frame) => [frame],
    operation: 'abort',
    deaf: (_, moment) => later(moment),
  },
  {
    name: 'is aborted and does not show that it holds',
    expect: 'not-complete',
    operation: 'abort',
    twist: only(MESSAGE.header, later, () => []),
  },
];

function noise(random: Moment['random'], most: number): Uint8Array {
  return Uint8Array.from({ length: 1 + random.integer(most) }, () => random.integer(256));
}

/** Two frames of samples change places now and then. */
function swapped(): Twist {
  let held: EpatchFrame | null = null;
  return (frame, moment) => {
    if (held !== null) {
      const before = held;
      held = null;
      return [frame, before];
    }
    if (frame.type !== DEVICE(MESSAGE.data) || !later(moment) || moment.random.uniform() > 0.05) return [frame];
    held = frame;
    return [];
  };
}

/** A tail of the running protocol. */
function endsAt(when: (moment: Moment) => boolean): Twist {
  let protocolId = 0;
  return (frame, moment) => {
    if (frame.type === DEVICE(MESSAGE.header)) protocolId = frame.words[0] ?? 0;
    if (frame.type !== DEVICE(MESSAGE.data) || !when(moment)) return [frame];
    return [{ ...frame, type: DEVICE(MESSAGE.tail), words: [protocolId] }];
  };
}
