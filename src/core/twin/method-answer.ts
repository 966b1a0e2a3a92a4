import type { TwinBeat } from './twin.ts';

/** Methods that a twin is compared with; they make no twin. */
export type ComparedMethod = 'genetic' | 'iv';

/** Result of such a method for a recording. */
export type MethodAnswer =
  | {
      readonly kind: 'answer';
      /** rms of recorded minus simulated current over the range of the recording, %; and chi2 as a refinement counts it. */
      readonly nrmsePercent: number;
      readonly chi2PerSample: number;
      readonly beat: TwinBeat;
      /** With the seal leak, as the cell was recorded; null under an ideal clamp. */
      readonly beatWithLeak: TwinBeat | null;
      /** Number of parameters that the method reads from the recording; null where it gives none. */
      readonly told: number | null;
      /** Note on the answer, a sentence or two. */
      readonly note: string;
    }
  | { readonly kind: 'not-applicable'; readonly reason: string };
