import { CsvClock } from '../../core/formats/csv-clock.ts';
import { CsvLine, isCsvComment, RECORDING_CSV_COLUMNS } from '../../core/formats/csv-line.ts';
import type { RecordingMarks } from '../../core/formats/recording-marks.ts';
import { CommandCursor } from '../../core/protocol/command-cursor.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { Steps } from './steps.ts';
import { textLines } from './text-lines.ts';

/** Result of one pass over a recording CSV. */
export interface CsvFacts {
  /** Comment lines above the header. */
  readonly comments: number;
  readonly samples: number;
  readonly firstS: number;
  readonly lastS: number;
  /** What its lines state about the recording beside the samples. */
  readonly marks: RecordingMarks;
}

export interface CsvPiece {
  readonly firstSample: number;
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPaPf: Float32Array<ArrayBuffer>;
}

const PEEKED_LINES = 3;

/** An imported trace may stray from its protocol's command by this, mV. */
const CLOSE_MV = 2;

/** First pass: every line is read and checked, nothing is kept. @throws Error naming the faulty line */
export function* scanCsv(file: string, origin: string): Steps<CsvFacts> {
  let line: CsvLine | null = null;
  let comments = 0;
  let samples = 0;
  let firstS = NaN;
  for (const { lines, share } of textLines(file)) {
    for (const text of lines) {
      if (line === null) {
        if (isCsvComment(text)) comments++;
        else line = new CsvLine(text, origin);
        continue;
      }
      line.read(text, comments + samples + 2);
      if (samples === 0) firstS = line.timeS;
      samples++;
    }
    yield share;
  }
  if (line === null) throw new Error(`${origin} is empty. Expected a header "${RECORDING_CSV_COLUMNS.join(',')}" and one line a sample.`);
  return { comments, samples, firstS, lastS: line.timeS, marks: line.marks };
}

/** What the first lines state about the recording beside the samples; scanCsv() checks every line. */
export function peekMarks(file: string, origin: string): RecordingMarks {
  for (const { lines } of textLines(file)) {
    const head = Math.max(
      0,
      lines.findIndex((text) => !isCsvComment(text)),
    );
    const line = new CsvLine(lines[head] ?? '', origin);
    lines.slice(head + 1, head + PEEKED_LINES).forEach((text, i) => line.read(text, head + i + 2));
    return line.marks;
  }
  return {};
}

/** Second pass: the samples, some thousands at a time; the clock is checked along. */
export function* csvPieces(file: string, origin: string, { comments, samples, firstS, lastS }: CsvFacts): Generator<CsvPiece> {
  const clock = new CsvClock(samples, firstS, lastS, origin);
  let line: CsvLine | null = null;
  let next = 0;
  for (const { lines } of textLines(file)) {
    // Comments of a recording fill no block of a megabyte.
    const from = line === null ? comments + 1 : 0;
    line ??= new CsvLine(lines[comments] ?? '', origin);
    const n = lines.length - from;
    const voltageMv = new Float32Array(n);
    const currentPaPf = new Float32Array(n);
    for (let k = 0; k < n; k++) {
      line.read(lines[k + from] as string, comments + next + k + 2);
      if (next + k > 0) clock.check(next + k, line.timeS);
      voltageMv[k] = line.voltageMv;
      currentPaPf[k] = line.currentPaPf;
    }
    if (n > 0) yield { firstSample: next, voltageMv, currentPaPf };
    next += n;
  }
}

/** Whether a trace that comes piece by piece can be a run of a protocol. */
export class PlaysProtocol {
  readonly #protocol: Protocol;
  readonly #command: CommandCursor;
  readonly #origin: string;
  #off = 0;

  /** @throws Error when it has another number of samples */
  constructor(protocol: Protocol, samples: number, sampleRateHz: number, origin: string) {
    this.#protocol = protocol;
    this.#command = new CommandCursor(protocol, sampleRateHz);
    this.#origin = origin;
    if (this.#command.samples !== samples) {
      throw new Error(
        `${origin} has ${samples} samples; protocol "${protocol.id}" lasts ${this.#command.samples} samples at ${sampleRateHz} ` +
          `Hz. Choose the protocol that was played.`,
      );
    }
  }

  add({ firstSample, voltageMv }: CsvPiece): void {
    for (let k = 0; k < voltageMv.length; k++) {
      if (Math.abs((voltageMv[k] as number) - this.#command.at(firstSample + k)) > CLOSE_MV) this.#off++;
    }
  }

  /** Half of the samples allow for edges that come one sample later and for a measured rather than commanded voltage. @throws Error */
  check(): void {
    const share = this.#off / this.#command.samples;
    if (share <= 0.5) return;
    throw new Error(
      `${this.#origin}: its voltage is more than ${CLOSE_MV} mV away from protocol "${this.#protocol.id}" in ` +
        `${(100 * share).toFixed(0)} % of its samples; expected less than half. Choose the protocol that was played.`,
    );
  }
}
