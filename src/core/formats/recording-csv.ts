import { protocolSampleCount, sampleCommand, type Protocol } from '../protocol/protocol.ts';
import { CsvClock } from './csv-clock.ts';
import { CsvLine, RECORDING_CSV_COLUMNS } from './csv-line.ts';

/** A recording as its file holds it: one sample clock, command or membrane potential, and current density. */
export interface CsvRecording {
  readonly sampleRateHz: number;
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPaPf: Float32Array<ArrayBuffer>;
}

export { RECORDING_CSV_COLUMNS };

/**
 * Reads a recording CSV with the columns Time (s), Voltage (V), Current (pA/pF), in any order.
 * @param origin what to call the text in errors, for instance the file name
 * @throws Error naming the line that is short, long, not a number or off the clock, and what was expected
 */
export function parseRecordingCsv(text: string, origin = 'recording'): CsvRecording {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && (lines[lines.length - 1] as string).trim() === '') lines.pop();
  if (lines.length === 0) throw new Error(`${origin} is empty. Expected a header "${RECORDING_CSV_COLUMNS.join(',')}" and one line a sample.`);
  const line = new CsvLine(lines[0] as string, origin);
  const n = lines.length - 1;
  const times = new Float64Array(n);
  const voltageMv = new Float32Array(n);
  const currentPaPf = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    line.read(lines[i + 1] as string, i + 2);
    times[i] = line.timeS;
    voltageMv[i] = line.voltageMv;
    currentPaPf[i] = line.currentPaPf;
  }
  const clock = new CsvClock(n, times[0] ?? NaN, times[n - 1] ?? NaN, origin);
  for (let i = 1; i < n; i++) clock.check(i, times[i] as number);
  return { sampleRateHz: clock.sampleRateHz, voltageMv, currentPaPf };
}

/** Lines of a recording CSV, header first, each with its line end; voltages and currents keep single precision. */
export function* recordingCsvLines(recording: CsvRecording): Generator<string> {
  yield `${RECORDING_CSV_COLUMNS.join(',')}\n`;
  for (let i = 0; i < recording.voltageMv.length; i++) {
    yield recordingCsvLine(i, recording.sampleRateHz, recording.voltageMv[i] as number, recording.currentPaPf[i] as number);
  }
}

/** The line of sample i, with its line end. */
export function recordingCsvLine(i: number, sampleRateHz: number, voltageMv: number, currentPaPf: number): string {
  return `${shortest(i / sampleRateHz, 12)},${shortest(voltageMv / 1000, 9)},${shortest(currentPaPf, 9)}\n`;
}

function shortest(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
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
      `${origin} has ${voltageMv.length} samples; protocol "${protocol.id}" lasts ${expected} samples at ${sampleRateHz} Hz. Choose the protocol that was played.`,
    );
  }
  // The median leaves room for edges that fall one sample later and for a measured rather than commanded voltage.
  const command = sampleCommand(protocol, sampleRateHz);
  const off = voltageMv.map((millivolt, i) => Math.abs(millivolt - (command[i] as number)));
  const median = off.slice().sort()[off.length >> 1] as number;
  if (median > 2) {
    throw new Error(
      `${origin}: its voltage is ${median.toFixed(1)} mV (median) away from protocol "${protocol.id}"; expected less than 2 mV. Choose the protocol that was played.`,
    );
  }
}
