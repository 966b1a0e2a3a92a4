import { beatTraceSchema } from '../beat/beat-trace.ts';
import { choice, integer, nullable, number, record, text, union, type Of } from '../schema/index.ts';

/** Methods that a twin is compared with; they make no twin. */
export const comparedMethodSchema = choice('genetic', 'iv');
export type ComparedMethod = Of<typeof comparedMethodSchema>;

/** Result of such a method for a recording, by its kind. */
export const METHOD_ANSWERS = {
  answer: record({
    kind: choice('answer'),
    /** rms of recorded minus simulated current over the range of the recording, %; and chi2 as a refinement counts it. */
    nrmsePercent: number,
    chi2PerSample: number,
    beat: beatTraceSchema,
    /** With the seal leak, as the cell was recorded; null under an ideal clamp. */
    beatWithLeak: nullable(beatTraceSchema),
    /** Number of parameters that the method reads from the recording; null where it gives none. */
    informed: nullable(integer),
    /** Note on the answer, a sentence or two. */
    note: text,
  }),
  'not-applicable': record({ kind: choice('not-applicable'), reason: text }),
} as const;
export const methodAnswerSchema = union('kind', METHOD_ANSWERS);
export type MethodAnswer = Of<typeof methodAnswerSchema>;
