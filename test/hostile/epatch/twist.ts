import type { Random } from '../../../src/core/random/random.ts';
import type { EpatchFrame } from '../../../src/shared/epatch/index.ts';

/** Where a frame of the correct device stands when it is about to be sent. */
export interface Moment {
  /** Recordings that the sink has begun: 0 while connecting and testing. */
  readonly recordings: number;
  /** Frames of samples sent in the present recording. */
  readonly datas: number;
  readonly random: Random;
}

/** What a hostile device sends in the place of a frame of the correct one. */
export type Twist = (frame: EpatchFrame, moment: Moment) => readonly (EpatchFrame | Uint8Array)[];

export type EpatchEnd = 'complete' | 'not-complete' | 'not-connected' | 'any';

export interface EpatchKind {
  readonly name: string;
  readonly expect: EpatchEnd;
  readonly twist: Twist;
  /** Its samples are false in a way that nothing can show: they are not compared. */
  readonly lies?: true;
  /** Samples of the host's messages that do not arrive. */
  readonly deaf?: (type: number, moment: Moment) => boolean;
  readonly operation?: 'abort' | 'stop';
}
