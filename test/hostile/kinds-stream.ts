import type { DeviceMessage, Samples } from '../../src/shared/riglink/index.ts';
import { encodeDeviceMessage, EVENT_CODE } from '../../src/shared/riglink/index.ts';
import type { Behaviour, Expectation, Kind, Scene, Sent } from './behaviour.ts';
import { spoilRecording } from './behaviour.ts';

type Change = (samples: Samples, scene: Scene) => readonly Sent[] | Sent | null;

function samples(name: string, expect: Expectation, change: Change): Kind {
  return { name: `samples: ${name}`, expect, make: spoilRecording('samples', change) };
}

/** Spoils one frame in the middle of the recording. */
function oneFrame(name: string, expect: Expectation, change: Change): Kind {
  return samples(name, expect, (frame, scene) => (scene.frames === 8 ? change(frame, scene) : frame));
}

function raw(message: DeviceMessage, patch: (payload: Uint8Array) => void): Sent {
  const { type, payload } = encodeDeviceMessage(message);
  patch(payload);
  return { type, payload };
}

/** Sends each frame one place later than the next. */
function swapped(): Behaviour {
  let kept: Samples | null = null;
  return {
    toHost(message, scene) {
      if (message.kind !== 'samples' || scene.start !== 2) return kept === null ? [message] : [...flush(), message];
      if (kept === null && scene.frames % 4 === 1) {
        kept = message;
        return [];
      }
      return [message, ...flush()];
    },
  };
  function flush(): Samples[] {
    const was = kept;
    kept = null;
    return was === null ? [] : [was];
  }
}

/** From a frame on the device restarts its sample count, as after a reset. */
function anew(from: number, runNumber: (frame: Samples) => number | null): Change {
  let base: number | null = null;
  return (frame, { frames }) => {
    if (frames < from) return frame;
    base ??= frame.firstIndex;
    return { ...frame, firstIndex: frame.firstIndex - base, runNumber: runNumber(frame) };
  };
}

const event = (code: number, index: number, argument: number, frame: Samples): Sent => ({
  kind: 'event',
  code,
  index,
  argument,
  runNumber: frame.runNumber,
});
const beside =
  (code: number, index: (frame: Samples) => number, argument: number): Change =>
  (frame) => [frame, event(code, index(frame), argument, frame)];

const lies = (kind: Kind): Kind => ({ ...kind, lies: true });

/** Samples and the events between them. */
export const STREAM_KINDS: readonly Kind[] = [
  oneFrame('one index +1e6', 'complete', (frame) => ({ ...frame, firstIndex: frame.firstIndex + 1e6 })),
  oneFrame('one index 2^52', 'complete', (frame) => ({ ...frame, firstIndex: 2 ** 52 })),
  oneFrame('one index above 2^53', 'complete', (frame) => raw(frame, (payload) => payload.fill(0xff, 0, 8))),
  oneFrame('one index +1000', 'complete', (frame) => ({ ...frame, firstIndex: frame.firstIndex + 1000 })),
  oneFrame('one index +50', 'true-word', (frame) => ({ ...frame, firstIndex: frame.firstIndex + 50 })),
  oneFrame('one index -150', 'not-complete', (frame) => ({ ...frame, firstIndex: frame.firstIndex - 150 })),
  samples('each third index +1e6', 'complete', (frame, { frames }) =>
    frames % 3 === 2 ? { ...frame, firstIndex: frame.firstIndex + 1e6 } : frame,
  ),
  oneFrame('unknown range', 'complete', (frame) => ({ ...frame, range: 9 })),
  oneFrame('another known range', 'complete', (frame) => ({ ...frame, range: 2 })),
  oneFrame('no channels', 'complete', (frame) => ({ ...frame, channels: 0, values: new Int16Array() })),
  oneFrame('one channel', 'complete', (frame) => ({ ...frame, channels: 1, values: frame.values.slice(0, frame.count) })),
  oneFrame('three channels', 'complete', (frame) => ({ ...frame, count: 100, channels: 3, values: frame.values.slice(0, 300) })),
  oneFrame('255 channels without their values', 'complete', (frame) => raw(frame, (payload) => payload.fill(0xff, 8, 11))),
  oneFrame('65,535 samples announced', 'complete', (frame) => raw(frame, (payload) => payload.fill(0xff, 8, 10))),
  oneFrame('no samples', 'complete', (frame) => ({ ...frame, count: 0, values: new Int16Array() })),
  oneFrame('another run', 'complete', (frame) => ({ ...frame, runNumber: 5 })),
  oneFrame('without a run number', 'complete', (frame) => ({ ...frame, runNumber: null })),
  {
    ...oneFrame('the same index with other values', 'not-complete', (frame) => [
      frame,
      { ...frame, values: frame.values.map((value) => value ^ 1) },
    ]),
    liesOnBadLine: true,
  },
  samples('each frame twice', 'complete', (frame) => [frame, frame]),
  { name: 'samples: neighbours exchanged', expect: 'true-word', make: swapped },
  samples('each third lost', 'complete', (frame, { frames }) => (frames % 3 === 0 ? null : frame)),
  samples('all lost', 'not-complete', () => null),
  samples('nine of ten lost', 'not-complete', (frame, { frames }) => (frames % 10 === 1 ? frame : null)),
  samples('none from the eighth on', 'not-complete', (frame, { frames }) => (frames < 8 ? frame : null)),
  {
    name: 'samples: counted anew, run 0',
    expect: 'not-complete',
    make: () =>
      spoilRecording(
        'samples',
        anew(8, () => 0),
      )(),
  },
  {
    name: 'samples: counted anew, same run',
    expect: 'not-complete',
    make: () =>
      spoilRecording(
        'samples',
        anew(8, ({ runNumber }) => runNumber),
      )(),
  },
  {
    name: 'samples: counted anew after two frames',
    expect: 'not-complete',
    make: () =>
      spoilRecording(
        'samples',
        anew(3, ({ runNumber }) => runNumber),
      )(),
  },
  oneFrame('the last ten again', 'true-word', (frame) => [frame, ...Array.from({ length: 10 }, () => frame)]),
  lies(
    samples('from the eighth on 1000 later', 'not-complete', (frame, { frames }) =>
      frames < 8 ? frame : { ...frame, firstIndex: frame.firstIndex + 1000 },
    ),
  ),
  lies(
    samples('from the eighth on 10 later', 'not-complete', (frame, { frames }) =>
      frames < 8 ? frame : { ...frame, firstIndex: frame.firstIndex + 10 },
    ),
  ),
  lies(
    samples('the potential is sent with its sign reversed', 'not-complete', (frame) => ({
      ...frame,
      values: frame.values.map((value, k) => (k % 2 === 0 ? -value : value)),
    })),
  ),
  lies(
    samples('the potential stands still', 'not-complete', (frame) => ({
      ...frame,
      values: frame.values.map((value, k) => (k % 2 === 0 ? -8000 : value)),
    })),
  ),
  oneFrame(
    'event: run end 2^40',
    'complete',
    beside(EVENT_CODE.runEnd, () => 2 ** 40, 0),
  ),
  oneFrame(
    'event: run end now, said to be complete',
    'not-complete',
    beside(EVENT_CODE.runEnd, ({ firstIndex, count }) => firstIndex + count, 0),
  ),
  oneFrame(
    'event: run end at the full index, too early',
    'true-word',
    beside(EVENT_CODE.runEnd, () => 5001, 0),
  ),
  oneFrame(
    'event: run end at 0',
    'not-complete',
    beside(EVENT_CODE.runEnd, () => 0, 0),
  ),
  oneFrame(
    'event: stopped, unasked',
    'not-complete',
    beside(EVENT_CODE.runEnd, ({ firstIndex, count }) => firstIndex + count, 1),
  ),
  oneFrame(
    'event: run end of no known kind',
    'complete',
    beside(EVENT_CODE.runEnd, ({ firstIndex }) => firstIndex, -7),
  ),
  oneFrame(
    'event: fast forward into the protocol',
    'complete',
    beside(EVENT_CODE.fastForward, ({ firstIndex }) => firstIndex + 1500, 0),
  ),
  oneFrame(
    'event: fast forward to 2^40',
    'complete',
    beside(EVENT_CODE.fastForward, () => 2 ** 40, 0),
  ),
  oneFrame(
    'event: overrun of 2e9',
    'complete',
    beside(EVENT_CODE.overrun, ({ firstIndex }) => firstIndex, 2_000_000_000),
  ),
  oneFrame(
    'event: overrun of -5',
    'complete',
    beside(EVENT_CODE.overrun, ({ firstIndex }) => firstIndex, -5),
  ),
  oneFrame(
    'event: item 4096',
    'complete',
    beside(EVENT_CODE.itemStart, ({ firstIndex }) => firstIndex, 4096),
  ),
  oneFrame(
    'event: saturation of channel 77',
    'complete',
    beside(EVENT_CODE.saturation, ({ firstIndex }) => firstIndex, 77),
  ),
  oneFrame(
    'event: of an unknown code',
    'complete',
    beside(60_000, ({ firstIndex }) => firstIndex, 1),
  ),
  oneFrame(
    'event: PANIC',
    'not-complete',
    beside(EVENT_CODE.panic, ({ firstIndex }) => firstIndex, 1),
  ),
  oneFrame(
    'event: watchdog',
    'not-complete',
    beside(EVENT_CODE.watchdog, ({ firstIndex }) => firstIndex, 0),
  ),
  oneFrame('event: PANIC of an earlier run', 'complete', (frame) => [
    frame,
    { kind: 'event', code: EVENT_CODE.panic, index: 1, argument: 0, runNumber: 3 },
  ]),
  oneFrame('event: cut off', 'complete', (frame) => [frame, { type: 0x41, payload: new Uint8Array(9) }]),
  oneFrame('the port vanishes', 'not-complete', (_, scene) => {
    scene.vanish();
    return null;
  }),
];
