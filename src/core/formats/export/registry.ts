import type { Twin } from '../../twin/twin.ts';
import type { ExportedRecording } from './exported-recording.ts';
import type { Exporter } from './exporter.ts';
import { recordingCsvExporter } from './recording-csv-exporter.ts';
import { twinCsvExporter } from './twin-csv-exporter.ts';
import { twinJsonExporter } from './twin-json-exporter.ts';

/** Formats of twins, the first is the default; to add a format, add its line. */
export const TWIN_EXPORTERS = [twinJsonExporter, twinCsvExporter] as const satisfies readonly Exporter<Twin>[];
/** Formats of recordings; likewise. */
export const RECORDING_EXPORTERS = [recordingCsvExporter] as const satisfies readonly Exporter<ExportedRecording>[];

export type TwinFormat = (typeof TWIN_EXPORTERS)[number]['id'];
export type RecordingFormat = (typeof RECORDING_EXPORTERS)[number]['id'];
export const TWIN_FORMATS = idsOf(TWIN_EXPORTERS);
export const RECORDING_FORMATS = idsOf(RECORDING_EXPORTERS);

export function twinExporter(format: TwinFormat): Exporter<Twin> {
  return known(TWIN_EXPORTERS, format);
}

export function recordingExporter(format: RecordingFormat): Exporter<ExportedRecording> {
  return known(RECORDING_EXPORTERS, format);
}

function idsOf<const List extends readonly [{ readonly id: string }, ...{ readonly id: string }[]]>(
  exporters: List,
): readonly [List[0]['id'], ...List[number]['id'][]] {
  const [first, ...others] = exporters;
  return [first.id, ...others.map(({ id }) => id)];
}

function known<What>(exporters: readonly Exporter<What>[], format: string): Exporter<What> {
  const found = exporters.find(({ id }) => id === format);
  if (found === undefined) throw new Error(`Expected a format of ${exporters.map(({ id }) => id).join(', ')}, got "${format}".`);
  return found;
}
