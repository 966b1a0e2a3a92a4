import { stimulusWords } from '../trace/correction.ts';
import { bathWords, type Bath } from '../quality/bath.ts';

/** A cell that was free for less cannot be said to rest, and one paced for less to follow its stimuli, s. */
const LONG_ENOUGH_S = 2;

/** What decides whether recordings of one cell may be fitted together. */
export interface CellRecording {
  readonly recordingId: number;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly status: string;
  readonly samples: number;
  readonly sampleRateHz: number;
  /** Why its operator rejected it; null: accepted. */
  readonly rejected: string | null;
  /** What flowed over the cell; null: nobody stated it. */
  readonly bath: Bath | null;
  /** Name of the device; of an imported recording that of its file. */
  readonly device: string;
  /** Current was injected. */
  readonly paced: boolean;
  /** Interval of the stimuli that were found in it, ms; null: none were, or nobody looked. */
  readonly stimulusMs: number | null;
  /** Of a recording of a P/N run; null or absent: of none. */
  readonly leak?: { readonly role: 'protocol' | 'sub-sweeps' } | null;
  readonly conditions: { readonly [condition: string]: unknown };
}

/** Whether a recording is a clamp of the cell: sub-sweeps for leak subtraction are none, a twin is of the raw current of their protocol. */
export function isCellClamp({ kind, leak }: Pick<CellRecording, 'kind' | 'leak'>): boolean {
  return kind === 'voltage-clamp' && leak?.role !== 'sub-sweeps';
}

const SUB_SWEEPS = 'It holds sub-sweeps for leak subtraction; the twin has leak and capacitance of its own and is of the raw current.';

/**
 * Why a clamp recording is not fitted together with the first one of its cell, in a sentence; null: it may be. One cell has one set of
 * parameters, so what a drug has changed is not fitted with what it has not.
 * @example whyNotTogether(control, dofetilide) // 'Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.'
 */
export function whyNotTogether(first: CellRecording, other: CellRecording): string | null {
  if (other.kind !== 'voltage-clamp') return 'It is no clamp recording.';
  if (!isCellClamp(other)) return SUB_SWEEPS;
  return rejectedOrCut(other) ?? withoutCapacitance(other) ?? whyNotSameBath(first, other);
}

/** Why a recording is not the cell's own potential beside a clamp recording, in a sentence; null: it may be. */
export function whyNoPotential(clamp: CellRecording, other: CellRecording): string | null {
  if (other.kind !== 'spontaneous') return 'It is no free recording.';
  if (other.rejected === null && other.paced) return `It was paced${stimuliIn(other)}: its rhythm is not the cell's own.`;
  if (other.rejected === null && isShort(other)) return 'It is no complete free recording of 2 s or more.';
  return rejectedOrCut(other) ?? whyNotSameBath(clamp, other);
}

/**
 * Why a potential is not fitted as a paced one beside clamp and free potential, in a sentence; null: it may be, if its beats follow its
 * stimuli (see pacedBeat).
 */
export function whyNoPacedPotential(clamp: CellRecording, other: CellRecording): string | null {
  if (other.kind !== 'spontaneous' || !other.paced) return 'It is no paced potential.';
  if (other.rejected === null && isShort(other)) return 'It is no complete paced recording of 2 s or more.';
  return rejectedOrCut(other) ?? whyNotSameBath(clamp, other);
}

function isShort({ status, samples, sampleRateHz }: CellRecording): boolean {
  return status !== 'complete' || samples / sampleRateHz < LONG_ENOUGH_S;
}

function stimuliIn({ stimulusMs }: CellRecording): string {
  return stimulusMs === null ? '' : ` (stimuli every ${stimulusWords(stimulusMs)} were found)`;
}

/** The potential that shows what the cell of a clamp does by itself: the first after the clamp, else the last before it. */
export function ownPotential<R extends CellRecording>(clamp: CellRecording, others: readonly R[]): R | undefined {
  const free = others.filter((other) => whyNoPotential(clamp, other) === null);
  return free.find((other) => other.recordingId > clamp.recordingId) ?? free.at(-1);
}

function rejectedOrCut({ rejected, status }: CellRecording): string | null {
  if (rejected !== null) return `It was rejected: ${rejected.replace(/\.?$/, '.')}`;
  return status === 'complete' ? null : `It is not complete (${status}).`;
}

function withoutCapacitance({ conditions }: CellRecording): string | null {
  const { membraneCapacitancePf: known } = conditions;
  return typeof known === 'number' && known > 0 ? null : 'Its membrane capacitance is unknown.';
}

/** Without a statement the bath is that of a control; of a file whose name says that it came after, nobody knows. */
function whyNotSameBath(first: CellRecording, other: CellRecording): string | null {
  const [ours, theirs] = [bathOf(first), bathOf(other)];
  if (ours !== theirs) return `Its bath is ${theirs}, that of recording ${first.recordingId} ${ours}.`;
  if (isOfLater(first) === isOfLater(other)) return null;
  return `By the names of their files one of it and recording ${first.recordingId} was recorded before a drug or vehicle, the other after.`;
}

function bathOf({ bath }: CellRecording): string {
  return bathWords(bath ?? { phase: 'control', drug: null, concentrationNm: null });
}

/** Such as vc_post.csv beside vc_pre.csv. */
function isOfLater({ device, bath }: CellRecording): boolean {
  return bath === null && /^imported from /.test(device) && /(?<![a-z])post(?![a-z])/i.test(device);
}
