import { MARK_COLUMNS, MarkReader, type RecordingMarks } from './recording-marks.ts';
import { protocolSampleCount, sampleCommand, type Protocol } from '../protocol/protocol.ts';

/** A recording as its file holds it: one sample clock, command or membrane potential, and current density. */
export interface CsvRecording {
  readonly sampleRateHz: number;
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPaPf: Float32Array<ArrayBuffer>;
  /** What columns beside the samples say of the recording; absent: the file does not say. */
  readonly marks?: RecordingMarks;
}

export const RECORDING_CSV_COLUMNS = ['Time (s)', 'Voltage (V)', 'Current (pA/pF)'] as const;

/** A time may stray from the even clock by this part of an interval (rounded decimals), not more. */
const CLOCK_TOLERANCE = 0.02;

/**
 * Reads a recording CSV with the columns Time (s), Voltage (V), Current (pA/pF), in any order, and what the columns of
 * MARK_COLUMNS say where they are there.
 * @param origin what to call the text in errors, for instance the file name
 * @throws Error naming the line that is short, long, not a number or off the clock, and what was expected
 */
export function parseRecordingCsv(text: string, origin = 'recording'): CsvRecording {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && (lines[lines.length - 1] as string).trim() === '') lines.pop();
  if (lines.length === 0) throw new Error(`${origin} is empty. Expected a header "${RECORDING_CSV_COLUMNS.join(',')}" and one line a sample.`);
  const header = (lines[0] as string).replace(/^\uFEFF/, '').split(',').map((name) => name.trim());
  const columns = RECORDING_CSV_COLUMNS.map((name) => {
    const column = header.findIndex((found) => found.toLowerCase() === name.toLowerCase());
    if (column < 0) throw new Error(`${origin}: column "${name}" is missing; the header has ${header.join(', ')}. Expected ${RECORDING_CSV_COLUMNS.join(', ')}.`);
    return column;
  });
  const n = lines.length - 1;
  if (n < 2) throw new Error(`${origin} has ${n} sample(s); expected at least 2.`);
  const marks = new MarkReader(header, origin);
  const times = new Float64Array(n);
  const voltageMv = new Float32Array(n);
  const currentPaPf = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const cells = (lines[i + 1] as string).split(',');
    if (cells.length !== header.length) {
      throw new Error(`${origin}, line ${i + 2}: expected ${header.length} columns as in the header, got ${cells.length}. The file may be cut off.`);
    }
    const value = (which: 0 | 1 | 2): number => {
      const cell = (cells[columns[which] as number] as string).trim();
      const parsed = cell === '' ? NaN : Number(cell);
      if (!Number.isFinite(parsed)) {
        throw new Error(`${origin}, line ${i + 2}: expected a number in "${RECORDING_CSV_COLUMNS[which]}", got "${cell}".`);
      }
      return parsed;
    };
    times[i] = value(0);
    voltageMv[i] = value(1) * 1000;
    currentPaPf[i] = value(2);
    marks.read(cells, i + 2);
  }
  return { sampleRateHz: evenRate(times, origin), voltageMv, currentPaPf, marks: marks.found() };
}

function evenRate(times: Float64Array, origin: string): number {
  const n = times.length;
  const start = times[0] as number;
  const intervalS = ((times[n - 1] as number) - start) / (n - 1);
  if (!(intervalS > 0)) throw new Error(`${origin}: expected time to rise, got ${start} s first and ${times[n - 1]} s last.`);
  for (let i = 1; i < n; i++) {
    const expected = start + i * intervalS;
    if (Math.abs((times[i] as number) - expected) > CLOCK_TOLERANCE * intervalS) {
      throw new Error(
        `${origin}, line ${i + 2}: expected an even clock (${expected.toPrecision(7)} s here), got ${times[i]} s. Resample the recording or remove the jump.`,
      );
    }
  }
  // Decimals in the file are rounded: a rate within a millionth of a whole one is that one.
  const rate = 1 / intervalS;
  return Math.abs(rate / Math.round(rate) - 1) < 1e-6 ? Math.round(rate) : rate;
}

/**
 * Lines of a recording CSV, header first, each with its line end; voltages and currents keep single precision. That the cell was simulated, and a temperature that was
 * stated, stand in every line as columns of their own: any table reader keeps them, and no cut of the file loses them.
 */
export function* recordingCsvLines(recording: CsvRecording): Generator<string> {
  const { simulated = false, temperatureC } = recording.marks ?? {};
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
  yield `${columns.join(',')}\n`;
  for (let i = 0; i < recording.voltageMv.length; i++) {
    const time = shortest(i / recording.sampleRateHz, 12);
    const volt = shortest((recording.voltageMv[i] as number) / 1000, 9);
    yield `${time},${volt},${shortest(recording.currentPaPf[i] as number, 9)}${rest}\n`;
  }
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
