import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import type { CellTruth, ReportData } from '../../core/report/report-data.ts';
import { EXAMPLE_BLOCK, type ReportDrug } from '../../core/report/report-drug.ts';
import { twinMultipliers } from '../../core/twin/twin-values.ts';
import { PROGRAM } from '../../inference/index.ts';
import { drawKernikCell } from '../../main/rig/index.ts';
import { reportParts, type SessionReader } from '../../main/store/index.ts';
import { reportOf } from '../../shared/report-of.ts';
import type { InferenceClient } from '../inference-client.ts';

export interface ReportWish {
  readonly twinId: number;
  readonly generatedAt: string;
  /** Seed of the simulated cell, where it is known to be one. */
  readonly trueSeed: number | null;
  /** Default: half of IKr. */
  readonly drug?: ReportDrug;
}

/** Collects what a report shows from a session; the twin's current is simulated again from its parameters. */
export async function gatherReport(
  session: SessionReader,
  inference: InferenceClient,
  { twinId, generatedAt, trueSeed, drug = EXAMPLE_BLOCK }: ReportWish,
): Promise<ReportData> {
  const parts = reportParts(session, twinId);
  const { twin, recording } = parts;
  const twinCurrentPaPf = await inference.request('current', { twin, protocol: recording.protocol, sampleRateHz: recording.sampleRateHz });
  const { channels, concentrationNm } = drug;
  const effect = await inference.request('drug', {
    multipliers: twinMultipliers(twin),
    channels,
    concentrationNm,
    temperatureC: twin.temperatureC,
    members: twin.ensemble?.members ?? [],
  });
  return reportOf(parts, {
    twinCurrentPaPf,
    drug,
    effect,
    truth: trueSeed === null ? null : truthOf(trueSeed),
    program: PROGRAM,
    generatedAt,
  });
}

function truthOf(seed: number): CellTruth {
  const { truth } = drawKernikCell(seed);
  return { seed, ...truth, beat: simulateBeat(valuesFromMultipliers(truth.multipliers)) };
}
