import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { guarded } from './storage-error.ts';

/** Text is handed to the system in pieces of about this many characters. */
const PIECE = 1 << 16;
/** A character of UTF-16 is up to three bytes of UTF-8. */
const BYTES_PER_CHARACTER = 3;

/**
 * A file that is there whole or not at all: written beside its place, synced, then renamed into it. A target that is a
 * device or pipe is written directly.
 */
export class WholeFile {
  readonly #path: string;
  readonly #target: string;
  readonly #descriptor: number;
  #open = true;
  /** One for all pieces: buffers are freed late, and a long export would hold hundreds. */
  #bytes = Buffer.alloc(2 * PIECE * BYTES_PER_CHARACTER);
  #held = '';

  /** @throws StorageError 'disk-full' or 'io' */
  constructor(path: string) {
    this.#path = path;
    [this.#target, this.#descriptor] = guarded('Writing a file', path, () => {
      const target = existsSync(path) && !statSync(path).isFile() ? path : `${path}.${process.pid}.part`;
      return [target, openSync(target, 'w')];
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
    if (this.#held.length * BYTES_PER_CHARACTER > this.#bytes.length) this.#bytes = Buffer.alloc(this.#held.length * BYTES_PER_CHARACTER);
    const length = this.#bytes.write(this.#held, 'utf8');
    this.#held = '';
    this.#writeBytes(this.#bytes, length);
  }

  #writeBytes(bytes: Uint8Array, length: number): void {
    guarded('Writing a file', this.#path, () => {
      for (let done = 0; done < length; ) done += writeSync(this.#descriptor, bytes, done, length - done);
    });
  }
}
