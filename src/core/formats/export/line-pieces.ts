import type { ExportedRecording } from './exported-recording.ts';
import type { ExportPiece } from './exporter.ts';

/** Lines in one piece: some milliseconds. */
const LINES_A_PIECE = 5_000;

type SamplePiece = ReturnType<ExportedRecording['pieces']> extends Iterable<infer Piece> ? Piece : never;

/** The samples of a recording as lines, some thousands at a time. @param line of sample k of a piece, with its line end */
export function* linePieces(recording: ExportedRecording, line: (piece: SamplePiece, k: number) => string): Generator<ExportPiece> {
  for (const piece of recording.pieces()) {
    const { firstSample, voltageMv } = piece;
    let lines = '';
    for (let k = 0; k < voltageMv.length; k++) {
      lines += line(piece, k);
      if (k % LINES_A_PIECE !== LINES_A_PIECE - 1) continue;
      yield { content: lines, share: (firstSample + k + 1) / recording.samples };
      lines = '';
    }
    yield { content: lines, share: (firstSample + voltageMv.length) / recording.samples };
  }
}
