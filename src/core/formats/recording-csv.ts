import { MARK_COLUMNS, type RecordingMarks } from './recording-marks.ts';
import { protocolSampleCount, sampleCommand, type Protocol } from '../protocol/protocol.ts';
import { CsvClock } from './csv-clock.ts';
import { CsvLine, isCsvComment, RECORDING_CSV_COLUMNS } from './csv-line.ts';

/** A recording as its file holds it: one sample clock, command or membrane potential, and current density. */
export interface CsvRecording {
  readonly sampleRateHz: number;
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPaPf: Float32Array<ArrayBuffer>;
  /** Marks from columns beside the samples; absent where the file does not state them. */
  readonly marks?: RecordingMarks;
}

export { RECORDING_CSV_COLUMNS };
/** Beside the raw current; not read back. */
export const LEAK_SUBTRACTED_COLUMN = 'Leak-subtracted current (pA/pF)';

/**
 * Reads a recording CSV with the columns Time (s), Voltage (V), Current (pA/pF), in any order, and the columns of
 * MARK_COLUMNS where it has them.
 * @param origin name of the text in errors, for instance the file name
 * @throws Error naming the line that is short, long, not a number or off the clock, and what was expected
 */
export function parseRecordingCsv(text: string, origin = 'recording'): CsvRecording {
  const lines = text.split(/\r?\n/);
  const head = lines.findIndex((line) => !isCsvComment(line));
  while (lines.length > 0 && (lines[lines.length - 1] as string).trim() === '') lines.pop();
  if (lines.length === 0)
    throw new Error(`${origin} is empty. Expected a header "${RECORDING_CSV_COLUMNS.join(',')}" and one line a sample.`);
  if (head < 0 || head >= lines.length)
    throw new Error(`${origin} has no table below its comments. Expected a header "${RECORDING_CSV_COLUMNS.join(',')}".`);
  const line = new CsvLine(lines[head] as string, origin);
  const n = lines.length - 1 - head;
  const times = new Float64Array(n);
  const voltageMv = new Float32Array(n);
  const currentPaPf = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    line.read(lines[head + i + 1] as string, head + i + 2);
    times[i] = line.timeS;
    voltageMv[i] = line.voltageMv;
    currentPaPf[i] = line.currentPaPf;
  }
  const clock = new CsvClock(n, times[0] ?? NaN, times[n - 1] ?? NaN, origin);
  for (let i = 1; i < n; i++) clock.check(i, times[i] as number);
  return { sampleRateHz: clock.sampleRateHz, voltageMv, currentPaPf, marks: line.marks };
}

/**
 * Lines of a recording CSV, header first, each with its line end; voltages and currents keep single precision. The mark of a simulated
 * cell and a stated temperature are columns of every line: any table reader keeps them, and they survive a cut of the file.
 */
export function* recordingCsvLines(recording: CsvRecording): Generator<string> {
  const { header, rest } = recordingCsvHead(recording.marks ?? {});
  yield header;
  for (let i = 0; i < recording.voltageMv.length; i++) {
    yield recordingCsvLine(i, recording.sampleRateHz, recording.voltageMv[i] as number, recording.currentPaPf[i] as number, rest);
  }
}

/** The header line with its line end, and what follows the samples in every line. */
export function recordingCsvHead({ simulated = false, temperatureC }: RecordingMarks): { readonly header: string; readonly rest: string } {
  const columns: string[] = [...RECORDING_CSV_COLUMNS];
  let rest = '';
  if (simulated) {
    columns.push(MARK_COLUMNS.simulated);
    rest += ',1';
  }
  if (temperatureC !== undefined) {
    columns.push(MARK_COLUMNS.temperatureC);
    rest += `,${shortest(temperatureC, 6)}`;
  }
  return { header: `${columns.join(',')}\n`, rest };
}

/** The line of sample i, with its line end. @param rest what recordingCsvHead() says */
export function recordingCsvLine(i: number, sampleRateHz: number, voltageMv: number, currentPaPf: number, rest = ''): string {
  return `${shortest(i / sampleRateHz, 12)},${shortest(voltageMv / 1000, 9)},${shortest(currentPaPf, 9)}${rest}\n`;
}

/** A further value of a line, with its comma; nothing for a lost sample. */
export function recordingCsvCell(value: number): string {
  return `,${shortest(value, 9)}`;
}

/** Nothing for a lost sample. */
function shortest(value: number, digits: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(digits)));
}

/**
 * Checks that a recording can be a run of a protocol.
 * @throws Error when it has another number of samples, or when its command column follows other steps
 */
export function assertPlaysProtocol(recording: CsvRecording, protocol: Protocol, origin = 'recording'): void {
  const { sampleRateHz, voltageMv } = recording;
  const expected = protocolSampleCount(protocol, sampleRateHz);
  if (voltageMv.length !== expected) {
    throw new Error(
      `${origin} has ${voltageMv.length} samples; protocol "${protocol.id}" lasts ${expected} samples at ${sampleRateHz} Hz. ` +
        `Choose the protocol that was played.`,
    );
  }
  // The median leaves room for edges that fall one sample later and for a measured rather than commanded voltage.
  const command = sampleCommand(protocol, sampleRateHz);
  const off = voltageMv.map((millivolt, i) => Math.abs(millivolt - (command[i] as number))).filter((distance) => !Number.isNaN(distance));
  const median = off.slice().sort()[off.length >> 1] as number;
  if (median > 2) {
    throw new Error(
      `${origin}: its voltage is ${median.toFixed(1)} mV (median) away from protocol "${protocol.id}"; expected less than 2 mV. ` +
        `Choose the protocol that was played.`,
    );
  }
}
