import { FormatError } from '../format-error.ts';
import { isCsvComment, RECORDING_CSV_COLUMNS } from '../csv-line.ts';
import { LEAK_SUBTRACTED_COLUMN, recordingCsvCell, recordingCsvHead, recordingCsvLine } from '../recording-csv.ts';
import type { ExportedPiece as Piece, ExportedRecording } from './exported-recording.ts';
import type { ExportPiece, TextRecordingExporter } from './exporter.ts';
import { linePieces } from './line-pieces.ts';
import { recordingNotes } from './recording-notes.ts';

/** Where the recording comes from in comment lines, then Time (s), Voltage (V), Current (pA/pF), and what is marked beside them. */
export const recordingCsvExporter = {
  id: 'csv',
  title: 'CSV',
  purpose: 'a table of its samples, in V and pA/pF',
  extension: 'csv',
  mime: 'text/csv',
  *write(recording: ExportedRecording): Generator<ExportPiece> {
    const { recordingId, sampleRateHz, lost, simulated, conditions } = recording;
    const { membraneCapacitancePf, temperatureC } = conditions;
    const { header, rest } = recordingCsvHead({ simulated, ...(temperatureC === undefined ? {} : { temperatureC }) });
    const leak = recording.leakSubtracted?.() ?? null;
    const leakNote = leak === null ? [] : ([['leak_subtraction', leak.words]] as const);
    const lostNote = lost === 0 ? [] : ([['lost_samples', `${lost} (lines with a time and no values)`]] as const);
    const notes = [...recordingNotes(recording), ...leakNote, ...lostNote].map(([key, value]) => `# ${key}: ${value}\n`);
    const head = leak === null ? header : `${header.trimEnd()},${LEAK_SUBTRACTED_COLUMN}\n`;
    yield { content: `${notes.join('')}${head}`, share: 0 };
    const beside = (sample: number): string =>
      leak === null ? rest : `${rest}${recordingCsvCell(densityOf(leak.currentPa[sample] ?? NaN, membraneCapacitancePf))}`;
    const lineOf = (piece: Piece, k: number): string => {
      // Without clamp the current is zero throughout and needs no capacitance.
      if (membraneCapacitancePf === undefined && piece.currentPa[k] !== 0) {
        throw new FormatError(
          `Recording ${recordingId} has no membrane capacitance; its current cannot be given in pA/pF. State it (session correct), or ` +
            `export it as ATF or NWB.`,
        );
      }
      const density = densityOf(piece.currentPa[k]!, membraneCapacitancePf);
      const sample = piece.firstSample + k;
      return recordingCsvLine(sample, sampleRateHz, piece.voltageMv[k]!, density, beside(sample));
    };
    yield* linePieces(recording, lineOf, (sample) => recordingCsvLine(sample, sampleRateHz, NaN, NaN, beside(sample)));
  },
  readLine(line) {
    if (isCsvComment(line) || line.startsWith(RECORDING_CSV_COLUMNS[0])) return null;
    const [, volt = '', density = ''] = line.split(',', 3);
    if (volt === '' && density === '') return null;
    return [Math.fround(Number(volt) * 1000), Math.fround(Number(density))];
  },
  sampleOf: ({ conditions }, voltageMv, currentPa) => [voltageMv, densityOf(currentPa, conditions.membraneCapacitancePf)],
} as const satisfies TextRecordingExporter;

function densityOf(currentPa: number, capacitancePf: number | undefined): number {
  return Math.fround(currentPa / (capacitancePf ?? 1));
}
