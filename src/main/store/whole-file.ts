import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { guarded } from './storage-error.ts';

/** Text is handed to the system in pieces of about this many characters. */
const PIECE = 1 << 16;

/**
 * A file that is there whole or not at all: written beside its place, synced, then renamed into it. A target that is a
 * device or pipe is written directly.
 */
export class WholeFile {
  readonly #path: string;
  readonly #target: string;
  readonly #descriptor: number;
  #open = true;
  #held: string[] = [];
  #length = 0;

  /** @throws StorageError 'disk-full' or 'io' */
  constructor(path: string) {
    this.#path = path;
    [this.#target, this.#descriptor] = guarded('Writing a file', path, () => {
      const target = existsSync(path) && !statSync(path).isFile() ? path : `${path}.${process.pid}.part`;
      return [target, openSync(target, 'w')];
    });
  }

  /** @throws StorageError; the file must then be discarded */
  write(text: string): void {
    this.#held.push(text);
    this.#length += text.length;
    if (this.#length > PIECE) this.#flush();
  }

  /** Puts the file into its place. @throws StorageError; what was in the place is then as before */
  commit(): void {
    this.#flush();
    guarded('Writing a file', this.#path, () => {
      const beside = this.#target !== this.#path;
      if (beside) fsyncSync(this.#descriptor);
      this.#close();
      if (beside) renameSync(this.#target, this.#path);
    });
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.#close();
    if (this.#target !== this.#path) rmSync(this.#target, { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  #flush(): void {
    const bytes = Buffer.from(this.#held.join(''), 'utf8');
    this.#held = [];
    this.#length = 0;
    guarded('Writing a file', this.#path, () => {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
    });
  }
}
