import type { Random } from '../../src/core/random/random.ts';
import type { DeviceMessage, HostMessage } from '../../src/shared/riglink/index.ts';

/** Something a device sends: a message, a payload made by hand, or bytes as they are. */
export type Sent = DeviceMessage | { readonly type: number; readonly payload: Uint8Array } | Uint8Array;

/** What a behaviour sees of the run it spoils. */
export interface Scene {
  readonly random: Random;
  /** 0 before the first START of the session, then its number: 1 membrane test, 2 the protocol, 3 without clamp. */
  readonly start: number;
  /** Frames of samples that the device under the behaviour made since the last START. */
  readonly frames: number;
  /** Commands of the host so far, by kind. */
  readonly heard: ReadonlyMap<HostMessage['kind'], number>;
  send(sent: Sent): void;
  /** The port goes away. */
  vanish(): void;
}

export interface Behaviour {
  /** It plays on after an abort: the program must not state that it has stopped. */
  readonly ignoresAbort?: true;
  /** Changes a message of the correct device; absent: it is sent as it is. */
  toHost?(message: DeviceMessage, scene: Scene): readonly Sent[];
  /** Part of a command that the correct device receives; absent: all of it. */
  toDevice?(message: HostMessage, scene: Scene): readonly HostMessage[];
  /** Called every few ms. */
  tick?(scene: Scene): void;
  /** Bytes instead of one frame's, on their way to the host. */
  line?(frame: Uint8Array, scene: Scene): readonly Uint8Array[];
}

export type Expectation =
  /** No device may be connected. */
  | 'no-connect'
  /** It may connect, but no recording may begin. */
  | 'no-record'
  /** A recording may begin and must not be called complete. */
  | 'not-complete'
  /** The recording comes to its end: the fault is one of a frame, or none. */
  | 'complete'
  /** Any end that is correct. */
  | 'true-word'
  | 'aborted'
  | 'stopped';

/** What the operator does meanwhile. */
export type Operation =
  | 'none'
  | 'abort-connecting'
  | 'disconnect-connecting'
  | 'abort-test'
  | 'abort-compensation'
  | 'abort-download'
  | 'abort-recording'
  | 'abort-thrice'
  | 'stop-recording'
  | 'disconnect-recording';

export interface Kind {
  readonly name: string;
  readonly expect: Expectation;
  readonly make: () => Behaviour;
  readonly operation?: Operation;
  /** The device sends false samples: they cannot be compared with what it played, but must not be called complete. */
  readonly lies?: true;
  /** Found out only by comparing two frames: on a line that loses one of them its samples are false. */
  readonly liesOnBadLine?: true;
}

/** Spoils messages of one kind; the rest passes. */
export function spoil<K extends DeviceMessage['kind']>(
  kind: K,
  change: (message: Extract<DeviceMessage, { kind: K }>, scene: Scene) => readonly Sent[] | Sent | null,
): () => Behaviour {
  return () => ({
    toHost(message, scene) {
      if (message.kind !== kind) return [message];
      const changed = change(message as Extract<DeviceMessage, { kind: K }>, scene);
      if (changed === null) return [];
      return Array.isArray(changed) ? (changed as readonly Sent[]) : [changed as Sent];
    },
  });
}

/** Spoils messages of one kind from the protocol's recording on. */
export function spoilRecording<K extends DeviceMessage['kind']>(
  kind: K,
  change: (message: Extract<DeviceMessage, { kind: K }>, scene: Scene) => readonly Sent[] | Sent | null,
): () => Behaviour {
  return spoil(kind, (message, scene) => (scene.start === 2 ? change(message, scene) : message));
}
