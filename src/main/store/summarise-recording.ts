import { corrected, correctionWords } from '../../core/trace/correction.ts';
import { OVERVIEW_FOLD } from '../../core/trace/overview.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';
import { bathChanged } from './recorded-bath.ts';
import { readCorrections } from './correction-table.ts';
import { Deriver } from './derive.ts';
import { readBeat, readOverview, type Overviews } from './derived-tables.ts';
import { protocolColumn, rowProblem, parseColumn } from './recording-table.ts';
import type { RecordingRow } from './session-rows.ts';
import { leakSummary } from './leak-run.ts';
import type { OpenedRecording, SessionContents } from './session-contents.ts';
import type { Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';
import { storedValues } from './stored-values.ts';

/** A recording as a list shows it. A damaged one is listed with its problem and does not affect the others. */
export function summariseRecording(session: SessionContents, row: RecordingRow): RecordingSummary {
  try {
    const problem = rowProblem(row, session.layout);
    if (problem !== null)
      throw new StorageError('damaged', `Recording ${row.id}: ${problem}. Its samples can still be exported where they are intact.`);
    return summaryOf(session, session.openRecording(row.id));
  } catch (error) {
    return damagedSummary(row, error instanceof Error ? error.message : String(error));
  }
}

function summaryOf(session: SessionContents, opened: OpenedRecording): RecordingSummary {
  const { row, state } = opened;
  const file = session.path;
  const device = parseColumn(row, 'device', storedValues.device, file);
  const lacking = session.lackingEntries(opened);
  const corrections = readCorrections(session.connection, session.layout, row.id);
  const known = corrected(parseColumn(row, 'conditions', storedValues.conditions, file), corrections);
  const acquired = parseColumn(row, 'acquisition', storedValues.acquired, file);
  const paced = known.paced ?? acquired.paced;
  return {
    recordingId: row.id,
    kind: row.kind,
    // The contract's schema knows mutable lists; the value is fresh from JSON, so nobody shares it.
    protocol: protocolColumn(row, row.protocol_realised === null ? 'protocol_requested' : 'protocol_realised', file),
    sampleRateHz: row.sample_rate_hz,
    samples: state.span,
    lostSamples: state.lost,
    startedAt: row.started_at,
    status: state.status,
    device: [device.name, device.firmware, device.serial].filter((part) => part !== '').join(' '),
    simulated: device.simulated,
    conditions: { ...known.conditions } as RecordingSummary['conditions'],
    cell: known.cell ?? null,
    rejected: known.rejected ?? null,
    bath: acquired.bath,
    // A copy of a recording may have another number.
    clamp: acquired.clamp && { ...acquired.clamp, recordingId: row.id },
    paced,
    leak: leakSummary(session, row, acquired.leak),
    stimulusMs: known.stimulusMs ?? null,
    excludedMs: known.excludedMs.map(([from, to]) => [from, to]),
    bathChanged: bathChanged(session.connection, row.id),
    corrections: corrections.map(({ madeAt, changes }) => ({ madeAt, words: correctionWords(changes) })),
    beat: paced ? null : beatOfRecording(session, row.id, opened),
    verified: lacking === null ? 'not-yet' : 'damaged',
    damage: lacking !== null ? `Recording ${row.id} is damaged: ${lacking}.` : shortOf(opened),
  };
}

/** What is missing of an interrupted recording. */
function shortOf({ row, state }: OpenedRecording): string | null {
  if (state.missing === 0) return null;
  const was = row.status === 'recording' ? 'its program ended while it ran' : `it is stored as "${row.status}"`;
  return (
    `The last ${state.missing} of ${state.span + state.missing} expected samples are not in the file: ${was}. If a file of the ` +
    `same name with -wal at the end was left behind, put it beside this one.`
  );
}

function damagedSummary(row: RecordingRow, damage: string): RecordingSummary {
  return {
    recordingId: Number.isSafeInteger(row.id) ? row.id : 0,
    kind: row.kind === 'spontaneous' ? 'spontaneous' : 'voltage-clamp',
    protocol: null,
    sampleRateHz: 0,
    samples: 0,
    lostSamples: 0,
    startedAt: '',
    status: 'interrupted',
    device: '',
    simulated: false,
    conditions: {},
    cell: null,
    bath: null,
    clamp: null,
    paced: false,
    leak: null,
    stimulusMs: null,
    excludedMs: [],
    rejected: null,
    bathChanged: false,
    corrections: [],
    beat: null,
    verified: 'damaged',
    damage,
  };
}

/**
 * Beats of a recording without clamp; null for an incomplete one, which does not show what the cell does.
 * Computed when the recording ended; for an older file now. A damaged one is listed without beats; the damage shows when its trace is
 * read.
 */
export function beatOfRecording(
  session: SessionContents,
  recordingId: number,
  opened = session.openRecording(recordingId),
): RecordingSummary['beat'] {
  const { row, state } = opened;
  if (row.kind !== 'spontaneous' || state.status !== 'complete') return null;
  const stored = session.layout >= 2 ? readBeat(session.connection, recordingId) : undefined;
  if (stored !== undefined) return stored;
  const deriver = new Deriver(state.span, row.sample_rate_hz, row.kind);
  try {
    for (const piece of session.samplePieces(recordingId)) deriver.add(piece);
    return deriver.derived().beat;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'damaged') return null;
    throw error;
  }
}

/**
 * Overview of a recording: as stored when it ended, or computed now, in memory only.
 * @param fold samples an entry that the view can do with; a finer one is answered where that is not stored
 */
export function* overviewSteps(session: SessionContents, recordingId: number, fold = OVERVIEW_FOLD): Steps<Overviews> {
  const { row, state } = session.openRecording(recordingId);
  for (const held of session.layout >= 2 ? new Set([fold, OVERVIEW_FOLD]) : []) {
    const stored = readOverview(session.connection, recordingId, state.span, held);
    if (stored !== null) return stored;
  }
  const deriver = new Deriver(state.span, row.sample_rate_hz, 'voltage-clamp');
  for (const piece of session.samplePieces(recordingId)) {
    deriver.add(piece);
    yield piece.firstSample / state.span;
  }
  return deriver.overviews();
}
