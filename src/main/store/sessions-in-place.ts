import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../../node/files/index.ts';
import { StorageError } from './storage-error.ts';

/** Sessions elsewhere that are kept in mind; of more the oldest goes. */
const MOST = 50;
/** What sets their keys apart from names of files in the sessions folder, which never begin so. */
const MARK = '@';

/** Sessions of colleagues that are read where they lie: keys that page and store know them by, in place of their paths. */
export class SessionsInPlace {
  readonly #file: string | null;
  readonly #paths = new Map<string, string>();
  /** Those that are not kept from start to start. */
  readonly #passing = new Set<string>();

  /** @param file where they are kept from start to start; null: nowhere */
  constructor(file: string | null) {
    this.#file = file;
    for (const path of file === null ? [] : kept(file)) this.#paths.set(keyOf(path), path);
  }

  /** Those whose files are there. */
  keys(): string[] {
    return [...this.#paths].filter(([, path]) => existsSync(path)).map(([key]) => key);
  }

  pathOf(key: string): string | null {
    return this.#paths.get(key) ?? null;
  }

  /** @param isKept also for the next start */
  add(path: string, isKept: boolean): string {
    const key = keyOf(path);
    this.#paths.delete(key);
    this.#passing.delete(key);
    if (!isKept) this.#passing.add(key);
    this.#paths.set(key, path);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= MOST) break;
      this.#paths.delete(oldest);
    }
    const kept = [...this.#paths].filter(([known]) => !this.#passing.has(known)).map(([, known]) => known);
    if (this.#file !== null) writeFileWhole(this.#file, [JSON.stringify(kept)]);
    return key;
  }
}

function keyOf(path: string): string {
  return `${MARK}${createHash('sha256').update(path).digest('hex').slice(0, 8)} ${basename(path).slice(-200)}`;
}

/** A file that is no list is begun anew: it only spares opening sessions again. */
function kept(file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    return z
      .array(z.string())
      .max(MOST)
      .parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof StorageError) throw error;
    return [];
  }
}
