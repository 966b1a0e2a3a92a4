import type { Protocol } from '../protocol/protocol.ts';
import { PHASE_WORDS, type Bath } from '../quality/bath.ts';
import { MOST_NM } from './most-nm.ts';

/** What is known of a recording of the cell, without its samples. */
export interface BathedRecording {
  readonly recordingId: number;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  /** Of a recording of a P/N run; null or absent: of none. */
  readonly leak?: { readonly role: 'protocol' | 'sub-sweeps' } | null;
  readonly status: string;
  readonly protocol: Pick<Protocol, 'name' | 'segments'> | null;
  readonly sampleRateHz: number;
  /** Why its operator rejected it; null: it was not. */
  readonly rejected: string | null;
  /** null: not stated. */
  readonly bath: Bath | null;
  readonly bathChanged: boolean;
}

/** A clamp of the cell with a drug. */
export interface MeasuredOffer {
  /** As its operator named it. */
  readonly drug: string;
  readonly recordingId: number;
  /** nM; null: not stated. */
  readonly atNm: number | null;
  /** Why it shows no block of this twin's cell, and what to do; null: it does. */
  readonly problem: string | null;
}

/**
 * The clamps of a session that were made with a drug, each with why it cannot be compared with the recording of the twin: the twin is of
 * the cell before the drug, and both were played with one protocol.
 * @param twinOf number of the recording that the twin was made from
 */
export function measuredOffers(recordings: readonly BathedRecording[], twinOf: number): MeasuredOffer[] {
  const before = recordings.find(({ recordingId }) => recordingId === twinOf);
  return recordings.flatMap((recording): MeasuredOffer[] => {
    const { kind, bath, recordingId, leak } = recording;
    if (kind !== 'voltage-clamp' || leak?.role === 'sub-sweeps' || bath?.phase !== 'drug' || bath.drug === null) return [];
    const { drug, concentrationNm } = bath;
    const problem = beforeProblem(before, recording) ?? problemOf(recording, drug);
    return [{ drug, recordingId, atNm: concentrationNm, problem }];
  });
}

/**
 * The recording that shows a drug on the cell: the one that was named, else the only one that can.
 * @throws Error with why none can, or which ones there are
 */
export function chosenOffer(
  offers: readonly MeasuredOffer[],
  drug: string,
  recordingId: number | undefined,
): { readonly drug: string; readonly recordingId: number; readonly atNm: number } {
  const wanted = drug.trim().toLowerCase();
  const of = offers.filter((offer) => offer.drug.trim().toLowerCase() === wanted);
  if (of.length === 0) {
    const others = [...new Set(offers.map((offer) => offer.drug))].join(', ');
    throw new Error(`Expected a clamp of the cell with ${drug}, its session has ${others === '' ? 'none with a drug' : `only ${others}`}.`);
  }
  const asked = recordingId === undefined ? of : of.filter((offer) => offer.recordingId === recordingId);
  if (asked.length === 0)
    throw new Error(`Expected a clamp of the cell with ${drug}, recording ${recordingId} is none. Choose ${wordsOf(of)}.`);
  const able = asked.filter(({ problem }) => problem === null);
  const [only, second] = able;
  if (only?.atNm == null) throw new Error(asked[0]?.problem ?? `No recording shows the block of ${drug}. Record it again.`);
  if (second !== undefined) throw new Error(`Expected one clamp of the cell with ${drug}, its session has ${wordsOf(able)}. Name one.`);
  return { drug: only.drug, recordingId: only.recordingId, atNm: only.atNm };
}

function wordsOf(offers: readonly MeasuredOffer[]): string {
  return offers.map(({ recordingId, atNm }) => `recording ${recordingId}${atNm === null ? '' : ` (${atNm} nM)`}`).join(' and ');
}

/** Why the recording of the twin is none of the cell before the drug. */
function beforeProblem(before: BathedRecording | undefined, after: BathedRecording): string | null {
  if (before === undefined) return 'Expected the recording that the twin was made from, it is not in this session. Infer the twin again.';
  const { bath, recordingId } = before;
  const name = `recording ${recordingId}`;
  if (bath !== null && bath.phase !== 'control')
    return (
      `Expected a twin of the cell before a drug, got one of ${name} (${PHASE_WORDS[bath.phase].toLowerCase()}). ` +
      'Choose the twin of a control.'
    );
  if (before.bathChanged) return `Expected one solution throughout ${name}, got a change. Choose the twin of another control.`;
  if (recordingId >= after.recordingId)
    return (
      `Expected a twin of the cell before recording ${after.recordingId}, got one of ${name}, made later. ` +
      'Choose the twin of an earlier one.'
    );
  const unlike = JSON.stringify(before.protocol?.segments) !== JSON.stringify(after.protocol?.segments);
  if (unlike || before.sampleRateHz !== after.sampleRateHz)
    return (
      `Expected recording ${after.recordingId} with the protocol and rate of ${name}, got ${playedWords(after)} ` +
      `instead of ${playedWords(before)}. Choose the twin of a control that is alike.`
    );
  return null;
}

/** Why a recording with a drug shows no block. */
function problemOf({ recordingId, status, rejected, bath, bathChanged }: BathedRecording, drug: string): string | null {
  const name = `recording ${recordingId}`;
  const atNm = bath?.concentrationNm ?? null;
  if (rejected !== null) return `Expected an accepted recording, ${name} with ${drug} was rejected. Accept it, or record another.`;
  if (status !== 'complete') return `Expected a complete recording, ${name} with ${drug} was ${status}. Record it again.`;
  if (bathChanged) return `Expected one solution throughout ${name}, got a change while it was made. Record it again.`;
  if (atNm === null) return `Expected the concentration of ${drug} in ${name}, it was not stated. State it before recording again.`;
  if (!(atNm > 0 && atNm <= MOST_NM)) return `Expected ${drug} above 0 nM in ${name}, got ${atNm} nM. Record with the drug in the bath.`;
  return null;
}

function playedWords({ protocol, sampleRateHz }: BathedRecording): string {
  return `"${(protocol?.name ?? 'none').slice(0, 40)}" at ${sampleRateHz} Hz`;
}
