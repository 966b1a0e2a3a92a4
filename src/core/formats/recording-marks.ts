/** Marks of a recording in its file, beside the samples. */
export interface RecordingMarks {
  readonly simulated?: boolean;
  /** Bath temperature as stated, degC. */
  readonly temperatureC?: number;
}

/** Columns of the marks; names are compared without case. */
export const MARK_COLUMNS = { simulated: 'Simulated', temperatureC: 'Temperature (degC)' } as const;

/** Plausible bath temperatures of living cells, degC. */
const TEMPERATURE_C = [0, 50] as const;

/** Reads the marks along with the samples: one simulated line makes the recording simulated; all lines must state the same temperature. */
export class MarkReader {
  readonly #origin: string;
  readonly #simulatedAt: number;
  readonly #temperatureAt: number;
  #simulated = false;
  #temperatureC: number | null = null;

  constructor(header: readonly string[], origin: string) {
    const at = (name: string): number => header.findIndex((found) => found.toLowerCase() === name.toLowerCase());
    this.#origin = origin;
    this.#simulatedAt = at(MARK_COLUMNS.simulated);
    this.#temperatureAt = at(MARK_COLUMNS.temperatureC);
  }

  /** @throws Error naming the line, what was expected and what came */
  read(cells: readonly string[], line: number): void {
    if (this.#simulatedAt >= 0) {
      const cell = (cells[this.#simulatedAt] ?? '').trim();
      if (cell !== '0' && cell !== '1')
        throw new Error(`${this.#origin}, line ${line}: expected 0 or 1 in "${MARK_COLUMNS.simulated}", got "${cell.slice(0, 40)}".`);
      if (cell === '1') this.#simulated = true;
    }
    if (this.#temperatureAt >= 0) this.#readTemperature((cells[this.#temperatureAt] ?? '').trim(), line);
  }

  found(): RecordingMarks {
    return {
      ...(this.#simulatedAt < 0 ? {} : { simulated: this.#simulated }),
      ...(this.#temperatureC === null ? {} : { temperatureC: this.#temperatureC }),
    };
  }

  #readTemperature(cell: string, line: number): void {
    const value = cell === '' ? NaN : Number(cell);
    const [low, high] = TEMPERATURE_C;
    if (!(value >= low && value <= high)) {
      throw new Error(
        `${this.#origin}, line ${line}: expected ${low} to ${high} degC in "${MARK_COLUMNS.temperatureC}", got "${cell.slice(0, 40)}".`,
      );
    }
    if (this.#temperatureC !== null && this.#temperatureC !== value) {
      throw new Error(
        `${this.#origin}, line ${line}: expected the temperature of the lines before, ${this.#temperatureC}, got ${value}. Split ` +
          `the file where it changed.`,
      );
    }
    this.#temperatureC = value;
  }
}
