import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { RequestError } from '../ipc/request-error.ts';
import { guarded, writeFileWhole } from '../store/index.ts';
import type { Store } from '../store-worker/store-client.ts';

/** Quitting waits at most this long for a copy, ms: a folder on a network may never answer. */
const LONGEST_MS = 60_000;
const kept = z.object({ folder: z.string().min(1).nullable() });

export interface CellCopiesOptions {
  readonly store: Store;
  /** Keeps the folder over restarts. */
  readonly file: string;
  readonly log: (words: string) => void;
  readonly notify: (message: string) => void;
  readonly longestMs?: number;
}

/** A copy of each cell in a second folder, made when the cell is closed. A copy that fails is said and logged, and nothing waits for it. */
export class CellCopies {
  readonly #options: CellCopiesOptions;
  /** Sessions that were recorded into since they were copied. */
  readonly #open = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: CellCopiesOptions) {
    this.#options = options;
  }

  /** null: no cell is copied, as where none was chosen. */
  folder(): string | null {
    const { file } = this.#options;
    if (!existsSync(file)) return null;
    const text = guarded('Reading the folder for copies', file, () => readFileSync(file, 'utf8'));
    try {
      return kept.parse(JSON.parse(text)).folder;
    } catch (error) {
      throw new RequestError(
        'bad-request',
        `Expected the folder for copies in ${file}, which holds none; no cell is copied. Choose the folder again under Limits.`,
        { cause: error },
      );
    }
  }

  /** @throws RequestError for the folder of the sessions */
  choose(folder: string | null, sessions: string): void {
    if (folder !== null && resolve(folder) === resolve(sessions))
      throw new RequestError('bad-request', 'Expected a second folder for copies, got that of the sessions. Choose another one.');
    writeFileWhole(this.#options.file, [JSON.stringify({ folder })]);
  }

  recorded(sessionKey: string): void {
    if (sessionKey !== '') this.#open.add(sessionKey);
  }

  /** Copies what was recorded since the last time. Ends when it is done or has failed; it never throws. */
  async cellClosed(): Promise<void> {
    const sessions = [...this.#open];
    this.#open.clear();
    this.#work = this.#work.then(async () => {
      for (const sessionKey of sessions) await this.#copy(sessionKey);
    });
    await this.#work;
  }

  async #copy(sessionKey: string): Promise<void> {
    const { log, notify } = this.#options;
    try {
      const folder = this.folder();
      if (folder === null) return;
      const copy = await this.#inTime(this.#options.store.request('secondCopy', { sessionKey, folder }), folder);
      log(`${sessionKey} copied into ${folder} as ${basename(copy)}, read back and compared.`);
    } catch (error) {
      const words = `${sessionKey} was not copied: ${error instanceof Error ? error.message : String(error)}`.slice(0, 399);
      log(words);
      notify(words);
    }
  }

  async #inTime<T>(work: Promise<T>, folder: string): Promise<T> {
    const { longestMs = LONGEST_MS } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const words = `the folder ${folder} has not answered for ${longestMs / 1000} s. Check its drive or network, or choose another one.`;
      timer = setTimeout(() => reject(new Error(words)), longestMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
