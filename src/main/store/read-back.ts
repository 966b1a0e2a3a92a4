import type { ExportedRecording } from '../../core/formats/export/exported-recording.ts';
import type { TextRecordingExporter } from '../../core/formats/export/exporter.ts';
import type { Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';
import { textLines } from './text-lines.ts';

/**
 * Reads an exported table from the disk and compares every sample with the session's.
 * @param file that was written, beside its place still
 * @throws StorageError 'io' when a value is not what was recorded
 */
export function* compareTable(exporter: TextRecordingExporter, recording: ExportedRecording, file: string): Steps<void> {
  const samples = readSamples(exporter, file);
  for (const { firstSample, voltageMv, currentPa } of recording.pieces()) {
    for (let k = 0; k < voltageMv.length; k++) {
      const read = samples.next();
      const [a, b] = exporter.sampleOf(recording, voltageMv[k]!, currentPa[k]!);
      if (read.done === true || !same(read.value[0], a) || !same(read.value[1], b)) throw differs(exporter.title, firstSample + k);
    }
    yield (firstSample + voltageMv.length) / recording.samples;
  }
  if (samples.next().done !== true) throw differs(exporter.title, recording.samples);
}

export function differs(title: string, sample: number): StorageError {
  return new StorageError(
    'io',
    `The ${title} file was read back and differs from the recording at sample ${sample}; it was not kept. Export it to another disk.`,
  );
}

function* readSamples(exporter: TextRecordingExporter, file: string): Generator<readonly [number, number]> {
  for (const { lines } of textLines(file)) {
    for (const line of lines) {
      const found = exporter.readLine(line);
      if (found !== null) yield found;
    }
  }
}

/** Text has one zero. */
function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
