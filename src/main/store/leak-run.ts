import { leakWords } from '../../core/protocol/leak-sweeps.ts';
import { leakLevelErrorMv, leakProblem, subtractLeak, type LeakMark, type LeakSubtracted } from '../../core/trace/leak-subtraction.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';
import { parseColumn, protocolColumn, recordingRows } from './recording-table.ts';
import type { SessionContents } from './session-contents.ts';
import type { RecordingRow } from './session-rows.ts';
import { StorageError } from './storage-error.ts';
import { storedValues } from './stored-values.ts';

/** What a list shows of a recording of a P/N run; null: it is of none. */
export function leakSummary(session: SessionContents, row: RecordingRow, mark: LeakMark | null): RecordingSummary['leak'] {
  if (mark === null) return null;
  const { role, plan } = mark;
  const partner = partnerOf(session, row.id, mark);
  return {
    role,
    words: `${leakWords(plan)} from ${plan.holdingMv} mV`,
    partner: partner?.id ?? null,
    problem: role === 'protocol' ? problemOf(session, row, partner, mark) : null,
  };
}

/** Current of a recording without leak, with what there is to know of it. */
export interface LeakSubtractedRecording extends LeakSubtracted {
  readonly mark: LeakMark;
  readonly partner: number;
  /** See leakLevelErrorMv. */
  readonly levelErrorMv: number;
}

/**
 * Reads both raw recordings of a P/N run and subtracts; nothing of it is stored.
 * @throws StorageError 'refused' where the recording has no sub-sweeps that it could be done with, 'damaged'
 */
export function leakSubtracted(session: SessionContents, recordingId: number): LeakSubtractedRecording {
  const { row } = session.openRecording(recordingId);
  const mark = parseColumn(row, 'acquisition', storedValues.acquired, session.path).leak;
  const refuse = (why: string): StorageError =>
    new StorageError('refused', `Recording ${recordingId}: its leak cannot be subtracted. ${why}`);
  if (mark?.role !== 'protocol') throw refuse('Expected a protocol that was recorded with P/N. Show its raw current.');
  const partner = partnerOf(session, recordingId, mark);
  const problem = problemOf(session, row, partner, mark);
  if (problem !== null || partner === null) throw refuse(problem ?? '');
  const played = protocolColumn(row, 'protocol_realised', session.path);
  const train = protocolColumn(partner, 'protocol_realised', session.path);
  if (played === null || train === null) throw refuse('It has no protocol. Show its raw current.');
  const currents = {
    sampleRateHz: row.sample_rate_hz,
    protocolPa: session.readSamples(recordingId).currentPa,
    subSweepsPa: session.readSamples(partner.id).currentPa,
  };
  return {
    ...subtractLeak(currents, played, mark.plan, mark),
    mark,
    partner: partner.id,
    levelErrorMv: leakLevelErrorMv(played, train, mark.plan),
  };
}

/** The other recording of the same run; sessions that were merged number them anew. */
function partnerOf(session: SessionContents, recordingId: number, { run, role }: LeakMark): RecordingRow | null {
  const found = recordingRows(session.connection, session.layout).find((row) => {
    if (row.id === recordingId) return false;
    const mark = markOf(session, row);
    return mark !== null && mark.run === run && mark.role !== role;
  });
  return found ?? null;
}

/** A damaged row is no partner of another; where it is listed it says so itself. */
function markOf(session: SessionContents, row: RecordingRow): LeakMark | null {
  try {
    return parseColumn(row, 'acquisition', storedValues.acquired, session.path).leak;
  } catch (error) {
    if (error instanceof StorageError) return null;
    throw error;
  }
}

function problemOf(session: SessionContents, row: RecordingRow, partner: RecordingRow | null, mark: LeakMark): string | null {
  if (partner === null) return 'Its sub-sweeps are not in this session.';
  const { status } = session.openRecording(partner.id).state;
  if (status !== 'complete') return `Its sub-sweeps, recording ${partner.id}, are not complete (${status}).`;
  if (partner.sample_rate_hz !== row.sample_rate_hz) return 'Its sub-sweeps have another sampling rate.';
  const [played, train] = [row, partner].map((one) => protocolColumn(one, 'protocol_realised', session.path));
  return played == null || train == null ? 'One of the two has no protocol.' : leakProblem(played, train, mark);
}
