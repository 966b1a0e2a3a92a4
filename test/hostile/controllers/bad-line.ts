import type { Random } from '../../../src/core/random/random.ts';

/** Where the line stands. */
export interface Moment {
  /** Answers that the correct device has given before. */
  readonly answers: number;
  /** Pieces that the host has written before. */
  readonly requests: number;
  readonly random: Random;
}

/** Bytes at once, so long after what is before them, or the end of the port. */
export type Sent = Uint8Array | { readonly afterMs: number; readonly bytes: Uint8Array } | 'vanish';

/** Between a correct device that only controls and its host: what arrives in the place of what was sent. */
export interface BadLine {
  readonly name: string;
  /** works: all is done; fails: something is refused in a sentence; any: either. */
  readonly expect: 'works' | 'fails' | 'any';
  readonly said?: (bytes: Uint8Array, moment: Moment) => readonly Sent[];
  readonly heard?: (bytes: Uint8Array, moment: Moment) => readonly Uint8Array[];
  /** Sent by the device in answer to what does not reach it. */
  readonly instead?: (bytes: Uint8Array, moment: Moment) => readonly Uint8Array[];
  /** Sent unasked, every 10 ms. */
  readonly unasked?: (moment: Moment) => Uint8Array;
  /** Its answers are false in a way that their format cannot show: what they say is not compared. */
  readonly lies?: true;
}
