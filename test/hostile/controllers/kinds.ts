import type { BadLine, Moment, Sent } from './bad-line.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const noise = ({ random }: Moment, most: number): Uint8Array =>
  Uint8Array.from({ length: 1 + random.integer(most) }, () => random.integer(256));
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const without = (bytes: Uint8Array, at: number): Uint8Array => bytes.filter((_, i) => i !== at);
const changed = (change: (words: string) => string) => (bytes: Uint8Array) => [
  Uint8Array.from(change(Buffer.from(bytes).toString('latin1')), (letter) => letter.charCodeAt(0)),
];
const said = (name: string, expect: BadLine['expect'], act: (bytes: Uint8Array, moment: Moment) => readonly Sent[]): BadLine => ({
  name,
  expect,
  said: act,
});
const heard = (name: string, expect: BadLine['expect'], act: (bytes: Uint8Array, moment: Moment) => readonly Uint8Array[]): BadLine => ({
  name,
  expect,
  heard: act,
});

/** What goes wrong on the line of any device that answers bytes with bytes. */
export function lineKinds(): BadLine[] {
  let before = new Uint8Array(0);
  return [
    { name: 'correct', expect: 'works' },
    said('is silent', 'fails', () => []),
    said('answers once', 'fails', (bytes, { answers }) => (answers === 0 ? [bytes] : [])),
    said('falls silent after two answers', 'any', (bytes, { answers }) => (answers < 2 ? [bytes] : [])),
    said('loses the first byte of an answer', 'fails', (bytes) => [bytes.slice(1)]),
    said('loses the last byte of an answer', 'fails', (bytes) => [bytes.slice(0, -1)]),
    said('loses a byte of an answer', 'any', (bytes, { random }) => [without(bytes, random.integer(bytes.length))]),
    said('sends a byte too many', 'any', (bytes, { random }) => [joined(bytes, Uint8Array.of(random.integer(256)))]),
    said('answers twice', 'any', (bytes) => [bytes, bytes]),
    said('answers again later', 'any', (bytes) => [bytes, { afterMs: 40, bytes }]),
    said('answers late', 'any', (bytes) => [{ afterMs: 300, bytes }]),
    said('answers too late', 'fails', (bytes) => [{ afterMs: 1500, bytes }]),
    said('answers once too late', 'any', (bytes, { answers }) => (answers === 1 ? [{ afterMs: 1020, bytes }] : [bytes])),
    said('answers byte by byte', 'any', (bytes) => Array.from(bytes, (byte) => ({ afterMs: 1, bytes: Uint8Array.of(byte) }))),
    said('sends noise before its answers', 'any', (bytes, moment) => [noise(moment, 40), bytes]),
    said('sends noise after its answers', 'any', (bytes, moment) => [bytes, noise(moment, 40)]),
    said('gives the answer of before', 'any', (bytes) => {
      const last = before;
      before = Uint8Array.from(bytes);
      return last.length === 0 ? [bytes] : [last];
    }),
    said('answers as another device', 'fails', () => [text('ERROR 12\r\n')]),
    said('answers with returns', 'fails', () => [text('\r\r\r\r')]),
    said('answers without end', 'fails', () => [text('x'.repeat(100_000))]),
    said('floods the line', 'any', (bytes) => [bytes, new Uint8Array(3_000_000).fill(0x41)]),
    said('vanishes instead of an answer', 'fails', () => ['vanish']),
    said('vanishes after two answers', 'any', (bytes, { answers }) => (answers < 2 ? [bytes] : ['vanish'])),
    said('vanishes in the middle of an answer', 'fails', (bytes) => [bytes.slice(0, bytes.length >> 1), 'vanish']),
    { ...said('damages a byte', 'any', (bytes, { random }) => [damaged(bytes, random)]), lies: true },
    { name: 'talks unasked', expect: 'any', unasked: (moment) => noise(moment, 30) },
    { name: 'sends returns unasked', expect: 'any', unasked: () => text('\r') },
    heard('hears nothing', 'fails', () => []),
    heard('does not hear the second command', 'any', (bytes, { requests }) => (requests === 1 ? [] : [bytes])),
    heard('hears nothing after two commands', 'any', (bytes, { requests }) => (requests < 2 ? [bytes] : [])),
    heard('hears commands twice', 'any', (bytes) => [bytes, bytes]),
    heard('loses a byte of each command', 'any', (bytes, { random }) => [without(bytes, random.integer(bytes.length))]),
    heard('loses a byte of the second command', 'any', (bytes, { requests }) => [requests === 1 ? bytes.slice(1) : bytes]),
    heard('loses half of the third command', 'any', (bytes, { requests }) => [requests === 2 ? bytes.slice(0, bytes.length >> 1) : bytes]),
    heard('hears a byte that nobody sent', 'any', (bytes, { requests }) => (requests === 1 ? [Uint8Array.of(7), bytes] : [bytes])),
    {
      name: 'echoes and does nothing',
      expect: 'any',
      heard: () => [],
      instead: (bytes) => [bytes],
    },
    {
      name: 'echoes and does nothing after three commands',
      expect: 'any',
      heard: (bytes, { requests }) => (requests < 3 ? [bytes] : []),
      instead: (bytes, { requests }) => (requests < 3 ? [] : [bytes]),
    },
    {
      ...said(
        'counts with other digits',
        'any',
        changed((words) => words.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10))),
      ),
      lies: true,
    },
    {
      ...said(
        'reports numbers without end',
        'any',
        changed((words) => words.replace(/\d/g, '9'.repeat(200))),
      ),
      lies: true,
    },
    said(
      'reports no numbers',
      'any',
      changed((words) => words.replace(/\d+(\.\d+)?/g, 'nan')),
    ),
    said(
      'reports minus signs',
      'any',
      changed((words) => words.replace(/\d+/g, '--$&')),
    ),
    said(
      'sends commands to the screen',
      'any',
      changed((words) => words.replace(/[A-Za-z]{2,}/g, '\u001b[2J$&\u0007')),
    ),
    said('sends floats that are none', 'any', (bytes) => [new Uint8Array(bytes.length).fill(0xff)]),
    said('sends zeros', 'any', (bytes) => [new Uint8Array(bytes.length)]),
  ];
}

function damaged(bytes: Uint8Array, random: Moment['random']): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[random.integer(copy.length)]! ^= 1 + random.integer(255);
  return copy;
}

/** Loses, repeats, delays, breaks and adds at random, in both directions. */
export function badLine(random: Moment['random'], seed: number): BadLine {
  const [lose, repeat, cut, stray, delay, deaf, short] = Array.from({ length: 7 }, () =>
    random.uniform() < 0.5 ? 0 : 0.25 * random.uniform(),
  );
  const happens = (moment: Moment, probability = 0): boolean => moment.random.uniform() < probability;
  return {
    name: `bad line ${seed}`,
    expect: 'any',
    said(bytes, moment) {
      if (happens(moment, lose)) return [];
      if (happens(moment, cut)) return [bytes.slice(moment.random.integer(bytes.length))];
      if (happens(moment, stray)) return happens(moment, 0.5) ? [noise(moment, 60), bytes] : [bytes, noise(moment, 60)];
      if (happens(moment, delay)) return [{ afterMs: moment.random.integer(1300), bytes }];
      return happens(moment, repeat) ? [bytes, bytes] : [bytes];
    },
    heard(bytes, moment) {
      if (happens(moment, deaf)) return [];
      return happens(moment, short) ? [without(bytes, moment.random.integer(bytes.length))] : [bytes];
    },
  };
}
