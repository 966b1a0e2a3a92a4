import { basename } from 'node:path';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { applyBlock } from '../../core/drug/apply-block.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { PROGRAM } from '../../inference/index.ts';
import { drawKernikCell } from '../../main/rig/index.ts';
import type { SessionFile } from '../../main/store/index.ts';
import { membraneTest } from '../../shared/contract/schemas.ts';
import type { InferenceClient } from '../inference-client.ts';
import type { CellTruth, ReportData } from './report-data.ts';

/** The block that every report shows: half of the rapid delayed rectifier, what hERG blockers do. */
const DRUG_EXAMPLE = { title: 'IKr blocked by 50 %', blocked: [{ channel: 'IKr', fraction: 0.5 }] } as const;

export interface ReportWish {
  readonly twinId: number;
  readonly generatedAt: string;
  /** Seed of the simulated cell, where it is known to be one. */
  readonly trueSeed: number | null;
}

/** Collects what a report shows from a session; the twin's current is simulated again from its parameters. */
export async function gatherReport(session: SessionFile, inference: InferenceClient, wish: ReportWish): Promise<ReportData> {
  const detail = session.detail();
  const { recordingId, twin } = session.getTwin(wish.twinId);
  const recording = session.toVoltageClampRecording(recordingId);
  const { remarks, acquisition } = session.recordingMeta(recordingId);
  const summary = detail.recordingList.find((r) => r.recordingId === recordingId);
  const { protocol, sampleRateHz } = recording;
  const twinCurrentPaPf = await inference.request('current', { twin, protocol, sampleRateHz });
  const free = detail.recordingList.filter(({ kind, beat }) => kind === 'spontaneous' && beat !== null).at(-1);
  const values = twinValues(twin);
  return {
    generatedAt: wish.generatedAt,
    program: PROGRAM,
    session: {
      fileName: basename(session.path),
      cellName: detail.cellName,
      createdAt: detail.createdAt,
      simulated: detail.simulated,
      notes: detail.notes,
    },
    recording: {
      ...recording,
      recordingId,
      startedAt: summary?.startedAt ?? '',
      // The store keeps no acquisition settings of a file.
      imported: acquisition === null,
      device: summary?.device ?? '',
      lostSamples: summary?.lostSamples ?? 0,
      membraneTest: membraneTestOf(acquisition),
      remarks: remarks ?? [],
    },
    twinId: wish.twinId,
    twin,
    twinCurrentPaPf,
    otherTwins: detail.twinList.filter((t) => t.recordingId === recordingId && t.twinId !== wish.twinId).map(({ twinId }) => ({ twinId, twin: session.getTwin(twinId).twin })),
    recordedBeat: free?.beat ? { recordingId: free.recordingId, beat: free.beat } : null,
    leakyBeat: twin.beatWithLeak,
    drug: { title: DRUG_EXAMPLE.title, after: simulateBeat(applyBlock(values, DRUG_EXAMPLE.blocked)) },
    truth: wish.trueSeed === null ? null : truthOf(wish.trueSeed),
  };
}

function truthOf(seed: number): CellTruth {
  const { truth } = drawKernikCell(seed);
  return { seed, ...truth, beat: simulateBeat(valuesFromMultipliers(truth.multipliers)) };
}

function membraneTestOf(acquisition: unknown): ReportData['recording']['membraneTest'] {
  if (typeof acquisition !== 'object' || acquisition === null || !('membraneTest' in acquisition)) return null;
  return membraneTest.safeParse(acquisition.membraneTest).data ?? null;
}
