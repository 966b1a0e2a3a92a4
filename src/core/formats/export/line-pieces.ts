import type { ExportedPiece, ExportedRecording } from './exported-recording.ts';
import type { ExportPiece } from './exporter.ts';

/** Lines in one piece: some milliseconds. */
const LINES_A_PIECE = 5_000;

/**
 * The samples of a recording as lines, some thousands at a time.
 * @param line of sample k of a piece, with its line end
 * @param lost the line of a lost sample, by its index, also of those behind the last recorded one; without it lost samples have no line
 */
export function* linePieces(
  recording: ExportedRecording,
  line: (piece: ExportedPiece, k: number) => string,
  lost?: (sample: number) => string,
): Generator<ExportPiece> {
  let next = 0;
  for (const piece of recording.pieces()) {
    const { firstSample, voltageMv } = piece;
    if (lost !== undefined && firstSample > next) yield* lostPieces(recording, next, firstSample, lost);
    next = firstSample + voltageMv.length;
    let lines = '';
    for (let k = 0; k < voltageMv.length; k++) {
      lines += line(piece, k);
      if (k % LINES_A_PIECE !== LINES_A_PIECE - 1) continue;
      yield { content: lines, share: (firstSample + k + 1) / recording.samples };
      lines = '';
    }
    yield { content: lines, share: (firstSample + voltageMv.length) / recording.samples };
  }
  if (lost !== undefined) yield* lostPieces(recording, next, recording.samples, lost);
}

function* lostPieces(recording: ExportedRecording, from: number, to: number, line: (sample: number) => string): Generator<ExportPiece> {
  for (const { first, samples } of recording.lostAt) {
    const end = Math.min(to, first + samples);
    for (let k = Math.max(from, first); k < end; k += LINES_A_PIECE) {
      const stop = Math.min(end, k + LINES_A_PIECE);
      yield { content: Array.from({ length: stop - k }, (_, i) => line(k + i)).join(''), share: stop / recording.samples };
    }
  }
}
