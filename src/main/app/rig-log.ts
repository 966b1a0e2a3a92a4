import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { logEntry, type LogEntry } from '../../shared/contract/cell-schema.ts';
import { guarded, writeFileWhole } from '../store/index.ts';

/** Lines that the window gets. */
const SHOWN = 300;
/** A longer file is cut to its last lines, bytes. */
const LONGEST_BYTES = 2_000_000;
const KEPT_LINES = 3000;

/** The log of the rig: one line of JSON for each stage, setting, state, recording and note, with its time. */
export class RigLog {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws StorageError */
  add(entry: LogEntry): void {
    guarded('Keeping the log of the rig', this.#file, () => appendFileSync(this.#file, `${JSON.stringify(entry)}\n`));
    if (statSync(this.#file).size > LONGEST_BYTES) writeFileWhole(this.#file, [`${this.#lines().slice(-KEPT_LINES).join('\n')}\n`]);
  }

  /** The last lines, the oldest first. A line that was cut off, as by a crash, is left out. */
  last(): LogEntry[] {
    return this.#lines()
      .slice(-SHOWN)
      .flatMap((line) => entryOf(line) ?? []);
  }

  #lines(): string[] {
    if (!existsSync(this.#file)) return [];
    const text = guarded('Reading the log of the rig', this.#file, () => readFileSync(this.#file, 'utf8'));
    return text.split('\n').filter((line) => line !== '');
  }
}

function entryOf(line: string): LogEntry | null {
  try {
    return logEntry.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
