/** A piece of a file, in order, and the share of it that is then written, 0 ... 1. */
export interface ExportPiece {
  readonly content: string | Uint8Array;
  readonly share: number;
}

/**
 * One file format to write twins or recordings in.
 * @example
 * export const twinJsonExporter = {
 *   id: 'json', title: 'JSON', purpose: 'the whole twin', extension: 'json', mime: 'application/json',
 *   write: (twin) => [{ content: twinToJson(twin), share: 1 }],
 * } as const satisfies Exporter<Twin>;
 */
export interface Exporter<What> {
  /** As the command line and the contract name it. */
  readonly id: string;
  /** As an operator calls it. */
  readonly title: string;
  /** What the file is for, after "as": shown beside the title where an operator chooses. */
  readonly purpose: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly mime: string;
  /**
   * The file piece by piece, each made in some milliseconds. What comes of a simulated cell says so, however the file is cut.
   * @throws FormatError when the format has no place for what there is: what was expected, what came and what to do
   */
  write(what: What): Iterable<ExportPiece>;
}
