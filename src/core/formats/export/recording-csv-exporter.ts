import { FormatError } from '../format-error.ts';
import { recordingCsvHead, recordingCsvLine } from '../recording-csv.ts';
import type { ExportedRecording } from './exported-recording.ts';
import type { ExportPiece, Exporter } from './exporter.ts';

/** Lines in one piece: some milliseconds. */
const LINES_A_PIECE = 5_000;

/** Time (s), Voltage (V), Current (pA/pF), and the marks of the recording. */
export const recordingCsvExporter = {
  id: 'csv',
  title: 'CSV',
  extension: 'csv',
  mime: 'text/csv',
  *write(recording: ExportedRecording): Generator<ExportPiece> {
    const { recordingId, sampleRateHz, samples, lost, simulated, capacitancePf, temperatureC } = recording;
    if (lost > 0)
      throw new FormatError(`Recording ${recordingId} lost ${lost} samples; the CSV columns have no place for gaps. Record again.`);
    const { header, rest } = recordingCsvHead({ simulated, ...(temperatureC === undefined ? {} : { temperatureC }) });
    yield { content: header, share: 0 };
    for (const { firstSample, voltageMv, currentPa } of recording.pieces()) {
      // Without clamp the current is zero throughout and needs no capacitance.
      if (capacitancePf === undefined && currentPa.some((picoampere) => picoampere !== 0)) {
        throw new FormatError(
          `Recording ${recordingId} has no membrane capacitance; its current cannot be given in pA/pF. Run the membrane test ` +
            `before recording.`,
        );
      }
      let lines = '';
      for (let k = 0; k < voltageMv.length; k++) {
        const density = Math.fround(currentPa[k]! / (capacitancePf ?? 1));
        lines += recordingCsvLine(firstSample + k, sampleRateHz, voltageMv[k]!, density, rest);
        if (k % LINES_A_PIECE !== LINES_A_PIECE - 1) continue;
        yield { content: lines, share: (firstSample + k + 1) / samples };
        lines = '';
      }
      yield { content: lines, share: (firstSample + voltageMv.length) / samples };
    }
  },
} as const satisfies Exporter<ExportedRecording>;
