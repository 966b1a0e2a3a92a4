import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { sessionSummary, type SessionSummary } from '../../shared/contract/schemas.ts';
import { newestFirst, type SessionFolder } from './session-folder.ts';
import type { Steps } from './steps.ts';
import { guarded, StorageError } from './storage-error.ts';
import { problemRow, summariseFile } from './summarise-file.ts';
import { writeFileWhole } from '../../node/files/index.ts';

interface Entry {
  /** Size, time and place of the file and of its log: a file with an unchanged stamp is not read again. */
  readonly stamp: string;
  readonly summary: SessionSummary;
}

const VERSION = 4;
const indexFile = z.object({
  version: z.literal(VERSION),
  folder: z.string(),
  entries: z.record(z.string(), z.object({ stamp: z.string(), summary: sessionSummary })),
});

/**
 * Index of the files of a sessions folder, kept outside of them: each file is read once until it changes. It is only a cache:
 * lost or damaged it is made again. A file that hung or ended the process that read it is left out from then on,
 * until it changes.
 */
export class SessionIndex {
  readonly #sessions: SessionFolder;
  readonly #file: string | null;
  #entries = new Map<string, Entry>();
  #dirty = false;
  #listed: SessionSummary[] | null = null;

  /** @param file where the index is kept; null: nowhere */
  constructor(sessions: SessionFolder, file: string | null) {
    this.#sessions = sessions;
    this.#file = file;
    if (file !== null) this.#load(file);
  }

  /** Newest first; each step reads one file that has changed since the last time. */
  *list(): Steps<SessionSummary[]> {
    const keys = this.#sessions.keys();
    const logs = this.#sessions.logs();
    const entries = new Map<string, Entry>();
    for (const [i, key] of keys.entries()) {
      const stamp = this.#stamp(key, logs.has(key));
      const known = this.#entries.get(key);
      if (known?.stamp === stamp) {
        entries.set(key, known);
        continue;
      }
      entries.set(key, { stamp, summary: { ...this.#summarise(key, stamp), sessionKey: key } });
      this.#dirty = true;
      yield i / keys.length;
    }
    if (entries.size !== this.#entries.size) this.#dirty = true;
    this.#entries = entries;
    if (this.#listed === null || this.#dirty) this.#listed = newestFirst([...entries.values()].map(({ summary }) => summary));
    this.#save();
    return this.#listed;
  }

  #stamp(key: string, hasLog: boolean): string {
    const file = this.#sessions.fileOf(key);
    const of = (stat: Stats | null): string => (stat === null ? '' : `${stat.size}:${stat.mtimeMs}:${stat.ino}:${stat.mode}`);
    return `${of(statOrNull(file))}|${hasLog ? of(statOrNull(`${file}-wal`)) : ''}`;
  }

  #summarise(key: string, stamp: string): SessionSummary {
    const file = this.#sessions.fileOf(key);
    if (this.#file === null) return summariseFile(file);
    const mark = `${this.#file}.reading`;
    writeQuietly(mark, JSON.stringify({ key, stamp }));
    const summary = summariseFile(file);
    rmSync(mark, { force: true });
    return summary;
  }

  #load(file: string): void {
    const found = existsSync(file) ? indexFile.safeParse(jsonOf(file)) : null;
    if (found?.success === true && found.data.folder === this.#sessions.path) this.#entries = new Map(Object.entries(found.data.entries));
    const mark = `${file}.reading`;
    if (!existsSync(mark)) return;
    const hung = z.object({ key: z.string(), stamp: z.string() }).safeParse(jsonOf(mark));
    rmSync(mark, { force: true });
    if (!hung.success) return;
    const { key, stamp } = hung.data;
    const path = this.#sessions.fileOf(key);
    this.#entries.set(key, {
      stamp,
      summary: problemRow(
        path,
        `${path} could not be read: reading it took too long or ended the program's store process. It is left out until it ` +
          `changes; copy it to a safe place.`,
      ),
    });
  }

  /** The index is a convenience: without room for it the list is made again the next time. */
  #save(): void {
    if (this.#file === null || !this.#dirty) return;
    try {
      guarded('Preparing the folder of the index', this.#file, () => mkdirSync(dirname(this.#file as string), { recursive: true }));
      writeFileWhole(this.#file, [
        JSON.stringify({ version: VERSION, folder: this.#sessions.path, entries: Object.fromEntries(this.#entries) }),
      ]);
      this.#dirty = false;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
}

function statOrNull(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    // A circular link, or a folder without permission: reading the file shows which.
    return null;
  }
}

/** Null for a text that is not JSON: an index that was cut off is made again. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Without room for the mark a file that hangs is found only when it hangs again. */
function writeQuietly(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
  }
}
