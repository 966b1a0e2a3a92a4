import type { TwinBeat } from './twin.ts';

/** Methods that a twin is held against, and that make none. */
export type ComparedMethod = 'genetic' | 'iv';

/** What such a method makes of a recording. */
export type MethodAnswer =
  | {
      readonly kind: 'answer';
      /** rms of recorded minus simulated current over the range of the recording, %; and chi2 as a refinement counts it. */
      readonly nrmsePercent: number;
      readonly chi2PerSample: number;
      readonly beat: TwinBeat;
      /** With the seal leak, as the cell was recorded; null under an ideal clamp. */
      readonly beatWithLeak: TwinBeat | null;
      /** Parameters that the method says the recording told; null where it says nothing of that. */
      readonly told: number | null;
      /** What to know of the answer, a sentence or two. */
      readonly note: string;
    }
  | { readonly kind: 'not-applicable'; readonly reason: string };
