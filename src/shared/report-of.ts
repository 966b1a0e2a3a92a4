import type { CellTruth, ReportData } from '../core/report/report-data.ts';
import type { ReportDrug } from '../core/report/report-drug.ts';
import type { VoltageClampRecording } from '../core/trace/recording.ts';
import { ownPotential } from '../core/twin/fitted-together.ts';
import { recordingsOfTwin } from '../core/twin/recordings-of-twin.ts';
import { withOrigin } from '../core/twin/twin-origin.ts';
import type { DrugEffect } from '../core/drug/drug-schema.ts';
import type { Twin } from '../core/twin/twin.ts';
import { membraneTest, type SessionDetail } from './contract/schemas.ts';
import { localDateTimeAndZone } from './local-time.ts';

/** Contents of a session for the report of one of its twins. */
export interface ReportParts {
  readonly detail: SessionDetail;
  readonly fileName: string;
  readonly twinId: number;
  readonly twin: Twin;
  readonly recordingId: number;
  readonly recording: VoltageClampRecording;
  /** Settings of the rig; null where the recording was imported. */
  readonly acquisition: unknown;
  readonly remarks: readonly string[];
  /** Twins of the same recording. */
  readonly otherTwins: readonly { readonly twinId: number; readonly twin: Twin }[];
}

/** What is simulated for the report. */
export interface ReportRuns {
  /** The twin's current at the samples of the recording, pA/pF. */
  readonly twinCurrentPaPf: Float32Array;
  readonly drug: ReportDrug;
  /** The twin and its ensemble with the drug. */
  readonly effect: Pick<DrugEffect, 'after' | 'ensemble'>;
  readonly truth: CellTruth | null;
  readonly program: string;
  /** ISO 8601. */
  readonly generatedAt: string;
}

/** Everything a report shows, in the order of the page. */
export function reportOf(parts: ReportParts, runs: ReportRuns): ReportData {
  const { detail, recordingId, recording, acquisition, twinId } = parts;
  const summary = detail.recordingList.find((r) => r.recordingId === recordingId);
  const measured = detail.recordingList.filter(({ beat }) => beat !== null);
  const free = summary === undefined ? undefined : ownPotential(summary, measured);
  const twin = withOrigin(parts.twin, summary?.simulated ?? detail.simulated);
  return {
    generatedAt: runs.generatedAt,
    localTime: localDateTimeAndZone,
    program: runs.program,
    session: {
      fileName: parts.fileName,
      cellName: detail.cellName,
      createdAt: detail.createdAt,
      simulated: detail.simulated || twin.simulated === true,
      notes: detail.notes,
    },
    recording: {
      ...recording,
      recordingId,
      startedAt: summary?.startedAt ?? '',
      imported: acquisition === null,
      device: summary?.device ?? '',
      lostSamples: summary?.lostSamples ?? 0,
      membraneTest: membraneTestOf(acquisition),
      remarks: parts.remarks,
    },
    twinId,
    twin,
    cellRecordings: recordingsOfTwin(detail.recordingList, twin, recordingId),
    twinCurrentPaPf: runs.twinCurrentPaPf,
    otherTwins: parts.otherTwins,
    recordedBeat: free?.beat ? { recordingId: free.recordingId, beat: free.beat } : null,
    leakyBeat: twin.beatWithLeak,
    drug: { title: runs.drug.title, notes: runs.drug.notes, after: runs.effect.after, ensemble: runs.effect.ensemble },
    truth: runs.truth,
  };
}

function membraneTestOf(acquisition: unknown): ReportData['recording']['membraneTest'] {
  if (typeof acquisition !== 'object' || acquisition === null || !('membraneTest' in acquisition)) return null;
  return membraneTest.safeParse(acquisition.membraneTest).data ?? null;
}
