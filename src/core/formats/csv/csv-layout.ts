/** How a table of text is laid out. */
export interface CsvLayout {
  readonly delimiter: ',' | ';' | '\t' | ' ';
  readonly decimal: '.' | ',';
  /** Line of the titles, counted from 1; null where there are none. */
  readonly titleLine: number | null;
  /** Line of units below the titles; null where there is none. */
  readonly unitLine: number | null;
  /** Line of the first row of numbers. */
  readonly firstRowLine: number;
  /** Cells of a row, an empty one behind a trailing delimiter not counted. */
  readonly cellCount: number;
  /** Cells at the start of a row that hold the names of rows (R writes them, with or without a title). */
  readonly rowNames: boolean;
  /** Comment lines before the rows, marks taken off. */
  readonly comments: readonly string[];
  /** One per column; generated where the file has none. */
  readonly titles: readonly string[];
  /** As written; empty where the file has none. */
  readonly units: readonly string[];
  /** Hz, where lines above the rows state it; used where no column holds the time. */
  readonly sampleRateHz: number | null;
  /** Lines such as those above the rows stand between blocks of rows, and comments behind a row, as LabChart writes them. */
  readonly blocks: boolean;
}
