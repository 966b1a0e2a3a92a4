import { FormatError } from '../format-error.ts';
import type { ExportedRecording } from './exported-recording.ts';
import type { ExportPiece, TextRecordingExporter } from './exporter.ts';
import { linePieces } from './line-pieces.ts';
import { recordingNotes } from './recording-notes.ts';

/** Time, potential, current; of a recording with P/N the current without leak as well. */
const COLUMNS = [3, 4];

/** Axon Text File 1.0, as Clampfit opens it: time, potential, current; where it comes from in the header. */
export const recordingAtfExporter = {
  id: 'atf',
  title: 'ATF',
  purpose: 'Axon text for Clampfit, in mV and pA',
  extension: 'atf',
  mime: 'text/plain',
  *write(recording: ExportedRecording): Generator<ExportPiece> {
    const { recordingId, sampleRateHz, lost, kind } = recording;
    if (lost > 0)
      throw new FormatError(`Recording ${recordingId} lost ${lost} samples; ATF has no place for gaps. Export it as NWB, or record again.`);
    const leak = recording.leakSubtracted?.() ?? null;
    if (leak?.currentPa.some((value) => Number.isNaN(value)) === true)
      throw new FormatError(`Sub-sweeps of recording ${recordingId} lost samples; ATF has no place for gaps. Export it as NWB or CSV.`);
    const notes = [...recordingNotes(recording), ...(leak === null ? [] : [['leak_subtraction', leak.words] as const])];
    const origin = notes.find(([key]) => key === 'origin')?.[1] ?? '';
    const potential = kind === 'voltage-clamp' ? 'Command' : 'Vm';
    const header = [
      '"AcquisitionMode=Gap Free"',
      headerLine('Comment', recording.simulated ? origin : recording.session.cellName),
      ...notes.map(([key, value]) => headerLine(key, value)),
      `"Signals="\t"${potential}"\t"Im"${leak === null ? '' : '\t"Im leak-subtracted"'}`,
    ];
    const titles = `"Time (s)"\t"${potential} (mV)"\t"Im (pA)"${leak === null ? '' : '\t"Im leak-subtracted (pA)"'}`;
    yield { content: `ATF\t1.0\n${header.length}\t${leak === null ? 3 : 4}\n${header.join('\n')}\n${titles}\n`, share: 0 };
    yield* linePieces(
      recording,
      ({ firstSample, voltageMv, currentPa }, k) =>
        `${Number(((firstSample + k) / sampleRateHz).toPrecision(12))}\t${single(voltageMv[k]!)}\t${single(currentPa[k]!)}${
          leak === null ? '' : `\t${single(leak.currentPa[firstSample + k]!)}`
        }\n`,
    );
  },
  readLine(line) {
    if (!/^[-\d.]/.test(line)) return null;
    const cells = line.split('\t');
    return COLUMNS.includes(cells.length) ? [Math.fround(Number(cells[1])), Math.fround(Number(cells[2]))] : null;
  },
  sampleOf: (_recording, voltageMv, currentPa) => [voltageMv, currentPa],
} as const satisfies TextRecordingExporter;

/** A single-precision value with the digits that bring it back. */
function single(value: number): string {
  return String(Number(value.toPrecision(9)));
}

/**
 * A header line. Programs split it at its "=", and pyABF takes a value with commas and points for a list of numbers: neither is in the text
 * of persons and files.
 */
function headerLine(key: string, value: string): string {
  return `"${key}=${value.replaceAll('"', "'").replaceAll(',', ';').replaceAll('=', ':').replaceAll('°C', 'degC')}"`;
}
