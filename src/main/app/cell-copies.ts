import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { RequestError } from '../ipc/request-error.ts';
import { guarded, writeFileWhole } from '../store/index.ts';
import type { Store } from '../store-worker/store-client.ts';

/** Quitting waits at most this long for a copy, ms: a folder on a network may never answer. */
const LONGEST_MS = 60_000;
const kept = z.object({ folder: z.string().min(1).nullable(), owed: z.array(z.string().min(1)).readonly().default([]) });
type Kept = Readonly<z.infer<typeof kept>>;

export interface CellCopiesOptions {
  readonly store: Store;
  readonly isThere: (sessionKey: string) => boolean;
  /** Keeps the folder, and the cells whose copy failed, over restarts. */
  readonly file: string;
  readonly log: (words: string) => void;
  readonly notify: (message: string) => void;
  readonly longestMs?: number;
}

/**
 * A copy of each cell in a second folder, made when the cell is closed. A copy that fails is said and logged, nothing waits for it, and it
 * is tried again with the next cell, also after a restart, and whenever the operator asks.
 */
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
    return this.#kept().folder;
  }

  /** @throws RequestError as `folder` does */
  state(): { readonly folder: string | null; readonly owed: number } {
    const { folder, owed } = this.#kept();
    return { folder, owed: owed.length };
  }

  /** Sessions whose copy is still to be made. */
  owed(): readonly string[] {
    return this.#kept().owed;
  }

  #kept(): Kept {
    const { file } = this.#options;
    if (!existsSync(file)) return { folder: null, owed: [] };
    const text = guarded('Reading the folder for copies', file, () => readFileSync(file, 'utf8'));
    try {
      return kept.parse(JSON.parse(text));
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
    this.#keep({ folder, owed: folder === null ? [] : this.#owedOrNone() });
  }

  recorded(sessionKey: string): void {
    if (sessionKey !== '') this.#open.add(sessionKey);
  }

  /** Copies what was recorded since the last time, and what could not be copied before. It ends when done or failed, and never throws. */
  async cellClosed(): Promise<void> {
    const closed = [...this.#open];
    this.#open.clear();
    await this.#copyAll(closed);
  }

  /** Copies what could not be copied before, now. It never throws. */
  async tryAgain(): Promise<void> {
    await this.#copyAll([]);
  }

  /**
   * These and what is owed. After a failure the others are owed untried, since each might wait for the same folder; what failed is then the
   * last to be tried, so that one damaged session does not hold up the others for ever.
   */
  async #copyAll(closed: readonly string[]): Promise<void> {
    this.#work = this.#work.then(async () => {
      let fails = false;
      for (const sessionKey of new Set([...closed, ...this.#owedOrNone()])) {
        if (fails) this.#owe(sessionKey, 'untried');
        else fails = !(await this.#copy(sessionKey));
      }
    });
    await this.#work;
  }

  #keep(state: Kept): void {
    writeFileWhole(this.#options.file, [JSON.stringify(state)]);
  }

  /** Of a damaged file of the folder none is known, which `folder` says. */
  #owedOrNone(): readonly string[] {
    try {
      return this.owed();
    } catch {
      return [];
    }
  }

  /** Keeps what is owed. A session that is gone can never be copied, and a folder that was damaged meanwhile is said in the log. */
  #owe(sessionKey: string, became: 'copied' | 'failed' | 'untried'): void {
    try {
      const { folder, owed } = this.#kept();
      const others = owed.filter((one) => one !== sessionKey);
      if (became === 'copied' || !this.#options.isThere(sessionKey)) {
        if (others.length < owed.length) this.#keep({ folder, owed: others });
      } else if (became === 'failed') this.#keep({ folder, owed: [...others, sessionKey] });
      else if (others.length === owed.length) this.#keep({ folder, owed: [sessionKey, ...others] });
    } catch (error) {
      this.#options.log(
        `What is still to be copied of ${sessionKey} was not kept: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** @returns whether another one can be tried */
  async #copy(sessionKey: string): Promise<boolean> {
    const { log, notify } = this.#options;
    try {
      const folder = this.folder();
      if (folder === null) return true;
      const copy = await this.#inTime(this.#options.store.request('secondCopy', { sessionKey, folder }), folder);
      this.#owe(sessionKey, 'copied');
      log(`${sessionKey} copied into ${folder} as ${basename(copy)}, read back and compared.`);
      return true;
    } catch (error) {
      const words = `${sessionKey} was not copied: ${error instanceof Error ? error.message : String(error)}`.slice(0, 399);
      log(words);
      notify(words);
      this.#owe(sessionKey, 'failed');
      return !this.#options.isThere(sessionKey);
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
