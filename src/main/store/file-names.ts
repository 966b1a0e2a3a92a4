import { join } from 'node:path';

/** Gives files of a folder names of their own. */
export class FileNames {
  readonly #folder: string;
  readonly #isTaken: (path: string) => boolean;
  readonly #given = new Set<string>();

  /** @param isTaken whether a path has to be left alone; by default what is in the folder already is written anew */
  constructor(folder: string, isTaken: (path: string) => boolean = () => false) {
    this.#folder = folder;
    this.#isTaken = isTaken;
  }

  /** A name that every file system takes, the same name a second time with a number behind. */
  next(name: string, extension: string): string {
    const plain = name.replace(/[^\w .-]+/g, '-').slice(0, 100) || 'export';
    for (let n = 1; ; n++) {
      const file = n === 1 ? `${plain}.${extension}` : `${plain} (${n}).${extension}`;
      const path = join(this.#folder, file);
      if (this.#given.has(file.toLowerCase()) || this.#isTaken(path)) continue;
      this.#given.add(file.toLowerCase());
      return path;
    }
  }
}
