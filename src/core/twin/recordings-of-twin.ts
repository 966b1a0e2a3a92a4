import { bathWords } from '../quality/bath.ts';
import { whyNoPacedPotential, whyNoPotential, whyNotTogether, type CellRecording } from './fitted-together.ts';
import type { Twin } from './twin.ts';

/** A recording of the cell and what a twin has of it. */
export interface RecordingOfTwin<R> {
  readonly recording: R;
  /** Its number, what was played and in which bath: '2. Clark 2022, Drug: dofetilide 10 nM'. */
  readonly name: string;
  readonly use: 'fitted' | 'left out';
  /** Why it was left out, in a sentence; null where it was fitted. */
  readonly why: string | null;
}

type Listed = CellRecording & { readonly protocol: { readonly name: string } | null };

const NOT_CHOSEN = 'This twin is of one clamp recording; this one is a test of it.';
const NOT_THERE = 'It was not there when the twin was made.';

/**
 * All recordings of a session and whether a twin was fitted to them. A twin of one clamp alone names no others.
 * @param own number of the clamp that the twin is drawn over
 */
export function recordingsOfTwin<R extends Listed>(
  recordings: readonly R[],
  { evidence }: Pick<Twin, 'evidence'>,
  own: number | undefined,
): RecordingOfTwin<R>[] {
  const clamp = recordings.find(({ recordingId }) => recordingId === own);
  const used = new Set(evidence?.used.map(({ recording }) => numberOf(recording)) ?? [own]);
  return recordings.map((recording) => {
    const { recordingId } = recording;
    const stated = evidence?.leftOut.find((left) => numberOf(left.recording) === recordingId)?.why ?? null;
    return {
      recording,
      name: `${recordingId}. ${titleOf(recording)}`,
      ...(used.has(recordingId)
        ? ({ use: 'fitted', why: null } as const)
        : ({ use: 'left out', why: stated ?? (evidence === undefined ? whyNotNow(clamp, recording) : NOT_THERE) } as const)),
    };
  });
}

/** Numbers of the clamp recordings that a twin was fitted to, the one it is drawn over first. */
export function fittedClamps({ evidence }: Pick<Twin, 'evidence'>, own: number): number[] {
  const named = evidence?.used.flatMap(({ recording, kind }) => (kind === 'clamp' ? (numberOf(recording) ?? []) : [])) ?? [];
  return [own, ...named.filter((id) => id !== own)];
}

/** What was recorded, for a list. @example titleOf(recording) // 'Paced potential, Control' */
export function titleOf({ kind, paced, protocol, bath }: Listed): string {
  const free = paced ? 'Paced potential' : 'Potential without clamp';
  const what = kind === 'voltage-clamp' ? (protocol?.name ?? 'Voltage clamp') : free;
  return bath === null ? what : `${what}, ${bathWords(bath)}`;
}

function whyNotNow(clamp: CellRecording | undefined, other: CellRecording): string {
  if (clamp === undefined) return NOT_CHOSEN;
  if (other.kind === 'voltage-clamp') return whyNotTogether(clamp, other) ?? NOT_CHOSEN;
  return (other.paced ? whyNoPacedPotential(clamp, other) : whyNoPotential(clamp, other)) ?? NOT_CHOSEN;
}

/** Number of a recording in its session, by the name that a twin has of it. */
function numberOf(name: string): number | null {
  const found = /recording (\d+)$/.exec(name);
  return found === null ? null : Number(found[1]);
}
