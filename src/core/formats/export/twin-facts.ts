import { originOf } from '../../twin/twin-origin.ts';
import type { Twin } from '../../twin/twin.ts';
import { MODEL_LICENCE } from './model/model-notes.ts';
import { recordingHash } from './provenance.ts';

/** What holds for the whole twin, for tables whose every line says it. */
export function twinFacts(twin: Twin): Readonly<Record<string, string | number>> {
  const { provenance: p } = twin;
  return {
    origin: originOf(twin),
    temperature_c: twin.temperatureC,
    temperature_source: twin.temperatureSource ?? 'unknown',
    cell: twin.cellName,
    created_at: twin.createdAt,
    method: twin.method,
    cell_model: p.cellModel,
    network: p.network ?? 'none',
    network_sha256: p.networkSha256 ?? '',
    program: p.program,
    recording: p.recording,
    recording_hash: recordingHash(twin),
    protocol: twin.protocolId,
    prior_sd: p.priorSd,
    alarms: twin.alarms.join(' | '),
    licence: `${p.model}. ${MODEL_LICENCE}`,
  };
}
