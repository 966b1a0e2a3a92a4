import { EXAMPLE_BLOCK } from '../../core/report/report-drug.ts';
import { reportPage } from '../../core/report/page.ts';
import { twinMultipliers } from '../../core/twin/twin-values.ts';
import { reportOf } from '../../shared/report-of.ts';
import type { Services } from './services.ts';

/** The HTML report of the twin that was named; what it shows is simulated in the inference process. */
export async function twinReport(
  { store, inference }: Pick<Services, 'store' | 'inference'>,
  { sessionKey, twinId }: { readonly sessionKey: string; readonly twinId: number },
): Promise<string> {
  const parts = await store.request('reportParts', { sessionKey, twinId });
  const { twin, recording } = parts;
  const { channels, concentrationNm } = EXAMPLE_BLOCK;
  const [twinCurrentPaPf, effect] = await Promise.all([
    inference.request('current', { twin, protocol: recording.protocol, sampleRateHz: recording.sampleRateHz }),
    inference.request('drug', {
      multipliers: twinMultipliers(twin),
      channels: [...channels],
      concentrationNm,
      temperatureC: twin.temperatureC,
      members: [...(twin.ensemble?.members ?? [])],
    }),
  ]);
  const { program } = twin.provenance;
  return reportPage(
    reportOf(parts, { twinCurrentPaPf, drug: EXAMPLE_BLOCK, effect, truth: null, program, generatedAt: new Date().toISOString() }),
  );
}
