import type { DeviceMessage } from '../../src/shared/riglink/index.ts';
import type { Behaviour, Kind, Sent } from './behaviour.ts';
import { spoil } from './behaviour.ts';

type Ack = Extract<DeviceMessage, { kind: 'ack' }>;

/** Refuses a command from its n-th time on. */
function refuses(
  command: 'config' | 'arm' | 'start' | 'compensation' | 'protocolBegin' | 'getCalibration' | 'panic',
  from: number,
  text = 'not today',
): () => Behaviour {
  return () => {
    let left = false;
    return {
      toDevice(message, scene) {
        left = message.kind === command && (scene.heard.get(command) ?? 0) >= from;
        return [message];
      },
      toHost: (message) => [message.kind === 'ack' && left ? { ...message, status: 2, message: text } : message],
    };
  };
}

/** Everything is sent this much later, in order. */
function late(ms: number, kinds: readonly DeviceMessage['kind'][]): () => Behaviour {
  return () => {
    const waiting: { readonly sent: Sent; readonly at: number }[] = [];
    return {
      toHost(message) {
        if (!kinds.includes(message.kind)) return [message];
        waiting.push({ sent: message, at: Date.now() + ms });
        return [];
      },
      tick(scene) {
        while (waiting[0] !== undefined && waiting[0].at <= Date.now()) scene.send(waiting.shift()!.sent);
      },
    };
  };
}

/** Goes silent and deaf at a point of the session. */
function silent(when: (kind: DeviceMessage['kind'], scene: { start: number; frames: number }) => boolean): () => Behaviour {
  return () => {
    let gone = false;
    return {
      toHost(message, scene) {
        gone ||= when(message.kind, scene);
        return gone ? [] : [message];
      },
      toDevice: (message) => (gone ? [] : [message]),
    };
  };
}

const flood = (sent: (i: number) => Sent, count: number, from: number) => (): Behaviour => ({
  tick(scene) {
    if (scene.start >= from) for (let i = 0; i < count; i++) scene.send(sent(i));
  },
});
const ack = (seq: number): Ack => ({ kind: 'ack', seq, status: 0, message: '' });
const ESCAPES = '\u001b]0;owned\u0007\u001b[2J'.repeat(10);

/** Faults of a device's answers. */
export const CONTROL_KINDS: readonly Kind[] = [
  { name: 'control: HELLO acknowledged, no WELCOME', expect: 'no-connect', make: spoil('welcome', () => null) },
  {
    name: 'control: HELLO acknowledged without end, no WELCOME',
    expect: 'no-connect',
    make: () => {
      let seq: number | null = null;
      return {
        toHost(message) {
          if (message.kind === 'ack') seq ??= message.seq;
          return message.kind === 'welcome' ? [] : [message];
        },
        tick: (scene) => {
          if (seq !== null) for (let i = 0; i < 20; i++) scene.send(ack(seq));
        },
      };
    },
  },
  { name: 'control: WELCOME, no acknowledgement', expect: 'no-connect', make: spoil('ack', () => null) },
  {
    name: 'control: acknowledges other numbers',
    expect: 'no-connect',
    make: spoil('ack', (message) => ({ ...message, seq: (message.seq + 1) >>> 0 })),
  },
  {
    name: 'control: every status is 255',
    expect: 'no-connect',
    make: spoil('ack', (message) => ({ ...message, status: 255, message: ESCAPES })),
  },
  { name: 'control: refuses the first CONFIG', expect: 'no-connect', make: refuses('config', 1) },
  { name: 'control: refuses the calibration', expect: 'no-connect', make: refuses('getCalibration', 3, ESCAPES) },
  { name: 'control: refuses the second CONFIG', expect: 'no-record', make: refuses('config', 2) },
  { name: 'control: refuses the compensation', expect: 'no-record', make: refuses('compensation', 1, 'x'.repeat(255)) },
  { name: 'control: refuses the download', expect: 'no-record', make: refuses('protocolBegin', 2) },
  { name: 'control: refuses to arm', expect: 'not-complete', make: refuses('arm', 2) },
  { name: 'control: refuses to start', expect: 'not-complete', make: refuses('start', 2) },
  {
    name: 'control: answers 50 ms late',
    expect: 'complete',
    make: late(50, ['ack', 'welcome', 'calibration', 'compensationRealised', 'protocolRealised', 'pong']),
  },
  {
    name: 'control: answers 250 ms late',
    expect: 'true-word',
    make: late(250, ['ack', 'welcome', 'calibration', 'compensationRealised', 'protocolRealised', 'pong']),
  },
  {
    name: 'control: replies after their acknowledgement',
    expect: 'complete',
    make: late(8, ['welcome', 'calibration', 'compensationRealised', 'protocolRealised', 'pong']),
  },
  {
    name: 'control: everything twice',
    expect: 'complete',
    make: () => ({ toHost: (message) => (message.kind === 'samples' || message.kind === 'event' ? [message] : [message, message]) }),
  },
  { name: 'control: PONG of another time', expect: 'true-word', make: spoil('pong', (message) => ({ ...message, hostTimeUs: 1 })) },
  { name: 'control: PONG never', expect: 'not-complete', make: spoil('pong', (message, scene) => (scene.start < 2 ? message : null)) },
  {
    name: 'control: answers before it is asked',
    expect: 'complete',
    make: flood((i) => (i % 2 === 0 ? ack(i) : { kind: 'pong', hostTimeUs: i, deviceTimeUs: 0, bufferedFrames: 0, overruns: 0 }), 4, 0),
  },
  { name: 'control: silent from the first', expect: 'no-connect', make: silent(() => true) },
  { name: 'control: silent in the membrane test', expect: 'no-record', make: silent((_, { start, frames }) => start === 1 && frames > 10) },
  { name: 'control: silent while recording', expect: 'not-complete', make: silent((_, { start, frames }) => start === 2 && frames > 5) },
  {
    name: 'control: PANIC acknowledged and played on',
    expect: 'aborted',
    operation: 'abort-recording',
    make: () => ({
      ignoresAbort: true,
      toDevice: (message) => (message.kind === 'panic' || message.kind === 'stop' ? [{ kind: 'ping', hostTimeUs: 0 }] : [message]),
      toHost: (message, { heard }) => [message.kind === 'status' && heard.has('panic') ? { ...message, state: 'running' } : message],
    }),
  },
  { name: 'control: PANIC refused', expect: 'aborted', operation: 'abort-recording', make: refuses('panic', 1) },
  {
    name: 'control: PANIC unheard',
    expect: 'aborted',
    operation: 'abort-recording',
    make: () => ({ ignoresAbort: true, toDevice: (message) => (message.kind === 'panic' ? [] : [message]) }),
  },
  {
    name: 'control: STOP unheard',
    expect: 'true-word',
    operation: 'stop-recording',
    make: () => ({ toDevice: (message) => (message.kind === 'stop' ? [{ kind: 'ping', hostTimeUs: 0 }] : [message]) }),
  },
  {
    name: 'control: credit unheard',
    expect: 'not-complete',
    make: () => ({
      toDevice: (message, { start }) => (message.kind === 'credit' && start >= 1 ? [{ kind: 'ping', hostTimeUs: 0 }] : [message]),
    }),
  },
  { name: 'flood: acknowledgements', expect: 'true-word', make: flood((i) => ack(i), 2000, 1) },
  {
    name: 'flood: events',
    expect: 'true-word',
    make: flood((i) => ({ kind: 'event', index: i % 100, code: 5, argument: i, runNumber: null }), 2000, 2),
  },
  {
    name: 'flood: STATUS',
    expect: 'true-word',
    make: flood(
      (i) => ({
        kind: 'status',
        index: i,
        deviceTimeUs: i,
        temperatureC: 37,
        bufferedFrames: 0,
        state: 'running',
        creditFrames: 0,
        overruns: 0,
        runNumber: null,
      }),
      2000,
      2,
    ),
  },
  { name: 'flood: unknown types', expect: 'true-word', make: flood(() => ({ type: 0x7e, payload: new Uint8Array(4) }), 2000, 1) },
  { name: 'flood: garbage', expect: 'true-word', make: flood((i) => new Uint8Array(100_000).fill(1 + (i % 250)), 10, 1) },
  { name: 'flood: short broken frames', expect: 'true-word', make: flood(() => new Uint8Array(20_000).map((_, i) => i % 2), 1, 0) },
  { name: 'flood: zero bytes', expect: 'true-word', make: flood(() => new Uint8Array(100_000), 1, 1) },
];
