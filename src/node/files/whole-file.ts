import { closeSync, existsSync, fsyncSync, openSync, realpathSync, rmSync, statSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { putInPlace } from './put-in-place.ts';
import { guarded } from './storage-error.ts';

/** Text is handed to the system in pieces of about this many characters. */
const PIECE = 1 << 16;
/** A character of UTF-16 is up to three bytes of UTF-8. */
const BYTES_PER_CHARACTER = 3;
let begun = 0;

/**
 * A file that is written completely or not at all: written beside its destination, synced, renamed, and the folder synced. A link
 * is followed; a target that is a device or pipe is written directly.
 * @example
 * const file = new WholeFile(path);
 * for (const piece of exporter.write(twin)) file.write(piece.content);
 * file.commit(); // or file.discard()
 */
export class WholeFile {
  readonly #path: string;
  readonly #place: string;
  readonly #target: string;
  readonly #descriptor: number;
  #open = true;
  /** One for all pieces: buffers are freed late, and a long export would hold hundreds. */
  #bytes = Buffer.alloc(2 * PIECE * BYTES_PER_CHARACTER);
  #held = '';

  /** @throws StorageError 'disk-full' or 'io' */
  constructor(path: string) {
    this.#path = path;
    [this.#place, this.#target, this.#descriptor] = guarded('Writing a file', path, () => {
      const isThere = existsSync(path);
      const isPlain = !isThere || statSync(path).isFile();
      const place = isThere && isPlain ? realpathSync(path) : path;
      // Two writers of one file at once, in threads or in steps, each write their own temporary file; the last one stays.
      const target = isPlain ? `${place}.${threadId}-${++begun}.${process.pid}.part` : place;
      return [place, target, openSync(target, 'w')];
    });
  }

  /** @throws StorageError; the file must then be discarded */
  write(content: string | Uint8Array): void {
    if (typeof content === 'string') {
      this.#held += content;
      if (this.#held.length > PIECE) this.#flush();
      return;
    }
    this.#flush();
    this.#writeBytes(content, content.length);
  }

  /** Where everything that was written can be read before it is put into its place; null for a device or a pipe. */
  written(): string | null {
    this.#flush();
    return this.#target === this.#place ? null : this.#target;
  }

  /** Renames the file into its place. @throws StorageError; an older file is then as before */
  commit(): void {
    this.#flush();
    guarded('Writing a file', this.#path, () => {
      const beside = this.#target !== this.#place;
      if (beside) fsyncSync(this.#descriptor);
      this.#close();
      if (beside) putInPlace(this.#target, this.#place);
    });
  }

  /** Removes the temporary file. */
  discard(): void {
    this.#close();
    if (this.#target !== this.#place) rmSync(this.#target, { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  #flush(): void {
    if (this.#held.length * BYTES_PER_CHARACTER > this.#bytes.length) this.#bytes = Buffer.alloc(this.#held.length * BYTES_PER_CHARACTER);
    const length = this.#bytes.write(this.#held, 'utf8');
    this.#held = '';
    this.#writeBytes(this.#bytes, length);
  }

  #writeBytes(bytes: Uint8Array, length: number): void {
    guarded('Writing a file', this.#path, () => {
      for (let done = 0; done < length;) done += writeSync(this.#descriptor, bytes, done, length - done);
    });
  }
}
