import type { DeviceStatus } from '../../../shared/riglink/index.ts';
import type { RigError } from '../rig-error.ts';
import type { DeviceRunEnd } from './device-run.ts';
import type { StreamBlock, StreamGap } from './sample-stream.ts';

export interface DriverEvents extends Record<string, unknown> {
  block: StreamBlock;
  gap: StreamGap;
  event: { readonly code: number; readonly index: number; readonly argument: number };
  status: DeviceStatus;
  /** The run is over. What it lacks came as a gap before. */
  runEnd: DeviceRunEnd;
  /** The link is gone; nothing more will come. */
  lost: RigError;
}

/** What did not fit on the line, for the log and the state bar. */
export interface LinkCounts {
  readonly badFrames: number;
  readonly unknownTypes: number;
  readonly malformed: number;
  readonly repeats: number;
  readonly lostSamples: number;
  /** Replies and acknowledgements that nothing waited for. */
  readonly unasked: number;
  /** Frames of samples that cannot be: another range or channel count, an index no sample can have. */
  readonly faultyFrames: number;
  /** Events and STATUS frames that cannot be. */
  readonly faultyMessages: number;
  /** Frames of an earlier run. */
  readonly stale: number;
  /** Frames of samples that came twice or too late. */
  readonly repeatedFrames: number;
}
