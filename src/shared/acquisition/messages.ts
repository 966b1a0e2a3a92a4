import type { LeakPlan } from '../../core/protocol/leak-sweeps.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { ZapPulse } from '../../core/amplifier/zap.ts';
import type { ChannelBlock } from '../../core/drug/drug-schema.ts';
import type { Bath } from '../../core/quality/bath.ts';
import type { SequencePlan } from '../../core/quality/sequence-plan.ts';
import type { Stage } from '../../core/quality/cell-watch.ts';
import type { RigSettings } from '../../core/quality/rig-settings.ts';
import type { LastClamp, LogEntry, OffsetAction } from '../contract/cell-schema.ts';
import type { ErrorCode, SampleBlock } from '../contract/contract.ts';
import type { ManipulatorWish } from '../contract/manipulator-schema.ts';
import type { MembraneTest, RigStatus } from '../contract/schemas.ts';
import type { EmulatorOrder } from '../rig/emulator-order.ts';
import type { RigPort } from '../rig/rig-port.ts';

/** Where a run is stored. */
export type RecordTarget =
  /** A new session in the folder, its file named after date and cell. */
  | { readonly kind: 'new'; readonly folder: string; readonly cellName: string; readonly notes?: string }
  /** This file: an existing session that gets one more recording, or a new one where the file is missing. */
  | { readonly kind: 'file'; readonly path: string; readonly cellName: string; readonly notes?: string };

export interface RecordWish {
  readonly target: RecordTarget;
  readonly protocol: Protocol;
  /** Membrane potential without clamp after the protocol, s; 0 for none. */
  readonly spontaneousSeconds: number;
  readonly temperatureC?: number;
  /** Membrane potential without clamp before the protocol, s; only with one after it. */
  readonly spontaneousBeforeSeconds?: number;
  /** Default: 10 kHz, or the device's nearest rate above it. */
  readonly sampleRateHz?: number;
  /** Corner of the output filter, Hz. Default: 5 kHz, within what the device has. */
  readonly filterHz?: number;
  /** Largest current expected, pA: the smallest range that holds it is taken. Default: 20 nA. */
  readonly largestCurrentPa?: number;
  /** Hold before the protocol, s. Default 10. */
  readonly holdSeconds?: number;
  /** Sub-sweeps for leak subtraction. Default: by the settings of the rig; null: none. */
  readonly leak?: LeakPlan | null;
}

/** A change of the bath; the channels are what a simulated rig makes of it. */
export interface FlowWish {
  readonly bath: Bath;
  readonly channels: readonly ChannelBlock[];
}

/** Recordings of one cell in one bath after another. */
export interface SequenceWish {
  readonly plan: SequencePlan;
  /** The first recording; all that follow go into its session. */
  readonly run: RecordWish;
  /** What a drug of the plan blocks, by its name; one that is not known is absent. */
  readonly blocks: Readonly<Record<string, readonly ChannelBlock[]>>;
}

/** A run that has begun. */
export interface BegunRun {
  readonly sessionKey: string;
  readonly sessionPath: string;
  readonly recordingId: number;
}

export type RunEnd = 'complete' | 'stopped' | 'aborted' | 'interrupted';

/** A finished recording of a run that is completely on the disk, while the run continues. */
export interface StoredRecording {
  readonly sessionKey: string;
  readonly recordingId: number;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly status: RunEnd;
  /** Whether the run continues after it. */
  readonly more: boolean;
}

export interface EndedRun {
  readonly sessionKey: string;
  readonly sessionPath: string;
  readonly status: RunEnd;
  readonly recordingIds: readonly number[];
  /** Why it did not complete, null where it did. */
  readonly reason: string | null;
}

/** Requests to the acquisition process, and its answers. */
export interface AcquisitionJobs {
  status: { request: undefined; result: RigStatus };
  ports: {
    request: undefined;
    result: { readonly ports: readonly { readonly port: RigPort; readonly label: string }[]; readonly note: string | null };
  };
  /** Of the simulated rig: the parent starts it first. */
  connect: {
    request: { readonly port: RigPort; /** Test pulses from the first second on. */ readonly scope?: boolean };
    result: RigStatus;
  };
  disconnect: { request: undefined; result: RigStatus };
  membraneTest: { request: undefined; result: MembraneTest };
  /** A membrane test, then the same with the correction that is set: what it achieves is in the status. */
  compensation: { request: undefined; result: RigStatus };
  /** Test pulses whenever nothing is recorded, or none; answered once they have stopped, where none are wanted. */
  scope: { request: { readonly on: boolean }; result: RigStatus };
  /** Of the operator; the process begins with the usual ones. */
  settings: { request: RigSettings; result: RigStatus };
  stage: { request: { readonly stage: Stage }; result: RigStatus };
  offset: { request: { readonly action: OffsetAction }; result: RigStatus };
  /** For break-in: refused but in the stage Seal, between test pulses. */
  zap: { request: ZapPulse; result: RigStatus };
  /** What flows over the cell from now on. */
  bath: { request: FlowWish; result: RigStatus };
  /** Answered once it has begun; it goes on by itself. */
  sequence: { request: SequenceWish; result: RigStatus };
  /** No further recording is begun; one in progress goes on. */
  endSequence: { request: undefined; result: RigStatus };
  /** What a hand does at a real rig is done at the built-in simulated one. */
  simulate: { request: EmulatorOrder; result: RigStatus };
  /** null: the one that is connected is let go. Beside the rig: also without one, and while it records. */
  manipulator: { request: { readonly wish: ManipulatorWish | null }; result: RigStatus };
  readManipulator: { request: undefined; result: RigStatus };
  /** Sent to it at once, whatever it is being asked. */
  stopManipulator: { request: undefined; result: RigStatus };
  newCell: { request: undefined; result: RigStatus };
  /** The cell of before a restart goes on, by its last clamp; nothing where this process has worked with a cell already. */
  resumeCell: { request: { readonly clamp: LastClamp }; result: RigStatus };
  note: { request: { readonly words: string }; result: undefined };
  /** Answered once the device has started. */
  record: { request: RecordWish; result: BegunRun };
  /** Answered once the run, if there is one, has ended after its running item and is stored. */
  stopAndWait: { request: undefined; result: RigStatus };
  stop: { request: undefined; result: RigStatus };
  abort: { request: undefined; result: RigStatus };
  /** Device to its safe level, everything stored, ports closed. The process can be ended after it. */
  close: { request: undefined; result: undefined };
}
export type AcquisitionJob = keyof AcquisitionJobs;

/** Parent -> acquisition process. */
export type ToAcquisition =
  | {
      readonly type: 'init';
      /** Script of the thread that writes sessions. */
      readonly recorderThread: string;
      /** Folder whose disk space the state bar shows. */
      readonly sessionsFolder: string;
      /** Other folders for a recording whose own file cannot be written, the best first. */
      readonly rescueFolders: readonly string[];
    }
  | { readonly type: 'request'; readonly id: number; readonly job: AcquisitionJob; readonly request: unknown }
  /** The display has taken this block. */
  | { readonly type: 'taken'; readonly seq: number }
  /** The page was reloaded: no block is under way to it any more. */
  | { readonly type: 'page-reset' }
  /** Answer to 'launch-emulator'. */
  | { readonly type: 'emulator'; readonly launch: number; readonly address: string; readonly serial: string; readonly pid: number }
  | { readonly type: 'emulator-failed'; readonly launch: number; readonly message: string };

/** Acquisition process -> parent. */
export type FromAcquisition =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'status'; readonly status: RigStatus }
  | { readonly type: 'samples'; readonly block: SampleBlock }
  | { readonly type: 'stored'; readonly stored: StoredRecording }
  | { readonly type: 'ended'; readonly run: EndedRun }
  | { readonly type: 'logged'; readonly entry: LogEntry }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly message: string }
  /** Only the parent can start a simulated rig in the app (a utilityProcess). */
  | { readonly type: 'launch-emulator'; readonly launch: number; readonly seed: number }
  | { readonly type: 'order-emulator'; readonly launch: number; readonly order: EmulatorOrder }
  | { readonly type: 'kill-emulator'; readonly launch: number };
