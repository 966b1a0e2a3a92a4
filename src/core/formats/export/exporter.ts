/** A piece of a file, in order, and the share of it that is then written, 0 ... 1. */
export interface ExportPiece {
  readonly content: string | Uint8Array;
  readonly share: number;
}

/**
 * One file format to write twins or recordings in.
 * @example
 * export const twinJsonExporter = {
 *   id: 'json', title: 'JSON', extension: 'json', mime: 'application/json',
 *   write: (twin) => [{ content: twinToJson(twin), share: 1 }],
 * } as const satisfies Exporter<Twin>;
 */
export interface Exporter<What> {
  /** Its name on the command line and in the contract. */
  readonly id: string;
  /** Its name for the operator. */
  readonly title: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly mime: string;
  /**
   * The file piece by piece, each made in some milliseconds. Every part of a file of a simulated cell says that it is simulated.
   * @throws FormatError when the format cannot hold the data: what was expected, what came and what to do
   */
  write(what: What): Iterable<ExportPiece>;
}
