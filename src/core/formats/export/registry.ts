import type { Twin } from '../../twin/twin.ts';
import type { Exporter, RecordingExporter } from './exporter.ts';
import { MODEL_EXPORTERS } from './model/model-exporters.ts';
import { recordingAtfExporter } from './recording-atf-exporter.ts';
import { recordingCsvExporter } from './recording-csv-exporter.ts';
import { recordingNwbExporter } from './recording-nwb-exporter.ts';
import { twinEnsembleExporter } from './twin-ensemble-exporter.ts';
import { twinCsvExporter } from './twin-csv-exporter.ts';
import { twinJsonExporter } from './twin-json-exporter.ts';

/** What twins are written as, the first where nobody chose; to add a format, add its line. */
export const TWIN_EXPORTERS = [
  twinJsonExporter,
  twinCsvExporter,
  twinEnsembleExporter,
  ...MODEL_EXPORTERS,
] as const satisfies readonly Exporter<Twin>[];
/** What recordings are written as; likewise. */
export const RECORDING_EXPORTERS = [
  recordingCsvExporter,
  recordingAtfExporter,
  recordingNwbExporter,
] as const satisfies readonly RecordingExporter[];

export type TwinFormat = (typeof TWIN_EXPORTERS)[number]['id'];
export type RecordingFormat = (typeof RECORDING_EXPORTERS)[number]['id'];
export const TWIN_FORMATS = idsOf(TWIN_EXPORTERS);
export const RECORDING_FORMATS = idsOf(RECORDING_EXPORTERS);

export function twinExporter(format: TwinFormat): Exporter<Twin> {
  return known<Exporter<Twin>>(TWIN_EXPORTERS, format);
}

/** Formats in which each cell of an ensemble can be a file of its own. */
export const MODEL_FORMATS: readonly TwinFormat[] = MODEL_EXPORTERS.map(({ id }) => id);

export function recordingExporter(format: RecordingFormat): RecordingExporter {
  return known<RecordingExporter>(RECORDING_EXPORTERS, format);
}

function idsOf<const List extends readonly [{ readonly id: string }, ...{ readonly id: string }[]]>(
  exporters: List,
): readonly [List[0]['id'], ...List[number]['id'][]] {
  const [first, ...others] = exporters;
  return [first.id, ...others.map(({ id }) => id)];
}

function known<One extends { readonly id: string }>(exporters: readonly One[], format: string): One {
  const found = exporters.find(({ id }) => id === format);
  if (found === undefined) throw new Error(`Expected a format of ${exporters.map(({ id }) => id).join(', ')}, got "${format}".`);
  return found;
}
