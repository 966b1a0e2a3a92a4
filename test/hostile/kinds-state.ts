import type { DeviceStatus } from '../../src/shared/riglink/index.ts';
import { EVENT_CODE } from '../../src/shared/riglink/index.ts';
import { simulatedWelcome } from '../../src/main/rig/emulator/identity.ts';
import type { Behaviour, Expectation, Kind } from './behaviour.ts';
import { spoil, spoilRecording } from './behaviour.ts';

function status(name: string, expect: Expectation, change: (status: DeviceStatus) => Partial<DeviceStatus>): Kind {
  return { name: `status: ${name}`, expect, make: spoilRecording('status', (message) => ({ ...message, ...change(message) })) };
}

/** The correct device plays, its end is not reported to the host. */
const endless = (changed: Partial<DeviceStatus>) => (): Behaviour => ({
  toHost(message, { start }) {
    if (start !== 2) return [message];
    if (message.kind === 'event' && message.code === EVENT_CODE.runEnd) return [];
    return [message.kind === 'status' ? { ...message, ...changed } : message];
  },
});

const honest = (): Behaviour => ({});

/** States, the end of a run, lines without faults, and what the operator does. */
export const STATE_KINDS: readonly Kind[] = [
  status('idle while it plays', 'not-complete', () => ({ state: 'idle' })),
  status('idle at 0, as after a reset', 'not-complete', () => ({ state: 'idle', index: 0, runNumber: 0 })),
  status('idle at 2^52', 'not-complete', () => ({ state: 'idle', index: 2 ** 52 })),
  status('safe by itself', 'not-complete', () => ({ state: 'safe' })),
  status('armed while it plays', 'not-complete', () => ({ state: 'armed' })),
  status('of another run', 'not-complete', () => ({ runNumber: 9 })),
  status('index 2^52', 'complete', () => ({ index: 2 ** 52 })),
  status('temperature NaN', 'complete', () => ({ temperatureC: Number.NaN })),
  status('temperature 500 degC', 'complete', () => ({ temperatureC: 500 })),
  status('temperature -Infinity', 'complete', () => ({ temperatureC: Number.NEGATIVE_INFINITY })),
  status('credit 4e9', 'complete', () => ({ creditFrames: 4_000_000_000 })),
  status('credit always 0', 'complete', () => ({ creditFrames: 0 })),
  status('device time stands', 'complete', () => ({ deviceTimeUs: 0 })),
  {
    name: 'status: an unknown state',
    expect: 'complete',
    make: spoilRecording('status', () => ({ type: 0x42, payload: new Uint8Array(37).fill(9) })),
  },
  { name: 'status: none while it plays', expect: 'complete', make: spoilRecording('status', () => null) },
  { name: 'status: none at all', expect: 'true-word', make: spoil('status', () => null) },
  { name: 'end: the run end is lost', expect: 'complete', make: endless({}) },
  { name: 'end: never reported, still running', expect: 'not-complete', make: endless({ state: 'running' }) },
  {
    name: 'end: nothing more and never reported',
    expect: 'not-complete',
    make: () => ({
      toHost: (message, { start, frames }) =>
        start === 2 && frames > 10 && (message.kind === 'samples' || message.kind === 'event')
          ? []
          : [message.kind === 'status' && start === 2 ? { ...message, state: 'running' } : message],
    }),
  },
  {
    name: 'end: WELCOME in the middle of the run',
    expect: 'not-complete',
    make: spoilRecording('samples', (frame, { frames }) => (frames === 6 ? [simulatedWelcome(1), frame] : frame)),
  },
  {
    name: 'end: the recording without clamp stalls',
    expect: 'not-complete',
    make: spoil('samples', (frame, { start, frames }) => (start === 3 && frames > 3 ? null : frame)),
  },
  { name: 'test: all samples lost', expect: 'no-record', make: spoil('samples', (frame, { start }) => (start === 1 ? null : frame)) },
  {
    name: 'test: a range unknown',
    expect: 'no-record',
    make: spoil('samples', (frame, { start }) => (start === 1 ? { ...frame, range: 200 } : frame)),
  },
  {
    name: 'test: no membrane',
    expect: 'no-record',
    make: spoil('samples', (frame) => ({ ...frame, values: new Int16Array(frame.values.length) })),
  },
  {
    name: "test: all at the converter's end",
    expect: 'no-record',
    make: spoil('samples', (frame) => ({ ...frame, values: new Int16Array(frame.values.length).fill(32_767) })),
  },
  { name: 'honest', expect: 'complete', make: honest },
  { name: 'honest: abort while connecting', expect: 'no-connect', operation: 'abort-connecting', make: spoil('welcome', () => null) },
  {
    name: 'honest: disconnect while connecting',
    expect: 'no-connect',
    operation: 'disconnect-connecting',
    make: spoil('welcome', () => null),
  },
  { name: 'honest: abort in the membrane test', expect: 'no-record', operation: 'abort-test', make: honest },
  { name: 'honest: abort in the compensation', expect: 'true-word', operation: 'abort-compensation', make: honest },
  { name: 'honest: abort in the download', expect: 'true-word', operation: 'abort-download', make: honest },
  { name: 'honest: abort while recording', expect: 'aborted', operation: 'abort-recording', make: honest },
  { name: 'honest: three aborts at once', expect: 'aborted', operation: 'abort-thrice', make: honest },
  { name: 'honest: stop while recording', expect: 'stopped', operation: 'stop-recording', make: honest },
  { name: 'honest: disconnect while recording', expect: 'aborted', operation: 'disconnect-recording', make: honest },
  {
    name: 'honest: a stop answered by a reset',
    expect: 'true-word',
    operation: 'stop-recording',
    make: () => ({
      toHost: (message, { heard }) => [
        message.kind === 'status' && (heard.get('stop') ?? 0) > 0 ? { ...message, state: 'idle', index: 0 } : message,
      ],
    }),
  },
];
