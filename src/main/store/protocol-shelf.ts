import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseProtocol } from '../../core/protocol/parse-protocol.ts';
import { assertProtocolId } from '../../core/protocol/protocol-id.ts';
import { protocolToJson } from '../../core/protocol/protocol-json.ts';
import { assertProtocol, type Protocol } from '../../core/protocol/protocol.ts';
import { loadProtocols } from './protocol-library.ts';
import { guarded, StorageError } from './storage-error.ts';
import { writeFileWhole } from '../../node/files/index.ts';

export interface ShelfEntry {
  readonly origin: 'library' | 'own';
  readonly protocol: Protocol;
}

export interface ShelfProblem {
  readonly file: string;
  readonly message: string;
}

/** 'taken': nothing was written; which protocol has the place, and its name. */
export type SavedProtocol =
  | { readonly kind: 'saved'; readonly file: string }
  | { readonly kind: 'taken'; readonly by: 'library' | 'own' | 'file'; readonly name: string };

interface OwnFile {
  readonly file: string;
  readonly protocol: Protocol;
}

/** The protocols an operator can record with: the unchangeable library, and a folder of the operator's own. */
export class ProtocolShelf {
  readonly ownFolder: string;
  readonly #library: readonly Protocol[];

  /** @throws Error when the library is not as expected */
  constructor(libraryFolder: string, ownFolder: string) {
    this.ownFolder = ownFolder;
    this.#library = loadProtocols(libraryFolder);
  }

  /** The library with the default first, then the own ones by name. An own file that cannot be used is reported, not thrown. */
  list(): { readonly entries: readonly ShelfEntry[]; readonly problems: readonly ShelfProblem[] } {
    const { own, problems } = this.#readOwn();
    const entry =
      (origin: ShelfEntry['origin']) =>
      (protocol: Protocol): ShelfEntry => ({ origin, protocol });
    return { entries: [...this.#library.map(entry('library')), ...own.map(({ protocol }) => protocol).map(entry('own'))], problems };
  }

  /** @throws StorageError 'not-found' that lists the known ids */
  find(id: string): Protocol {
    const { entries } = this.list();
    const found = entries.find(({ protocol }) => protocol.id === id);
    if (found) return found.protocol;
    throw new StorageError(
      'not-found',
      `Unknown protocol "${id}". Expected one of: ${entries.map(({ protocol }) => protocol.id).join(', ')}. Its file may have ` +
        `been removed.`,
    );
  }

  /**
   * Writes an own protocol. An existing one is replaced only when `replace` is set; the library's never.
   * @throws StorageError 'disk-full' or 'io'; Error for an invalid protocol or id
   */
  save(protocol: Protocol, replace: boolean): SavedProtocol {
    assertProtocolId(assertProtocol(protocol).id);
    const inLibrary = this.#library.find(({ id }) => id === protocol.id);
    if (inLibrary) return { kind: 'taken', by: 'library', name: inLibrary.name };
    const owned = this.#readOwn().own.find(({ protocol: { id } }) => id === protocol.id);
    const file = owned?.file ?? join(this.ownFolder, `${protocol.id}.json`);
    if (!replace && owned) return { kind: 'taken', by: 'own', name: owned.protocol.name };
    if (!replace && existsSync(file)) return { kind: 'taken', by: 'file', name: basename(file) };
    guarded('Preparing the folder of own protocols', this.ownFolder, () => mkdirSync(this.ownFolder, { recursive: true }));
    writeFileWhole(file, [protocolToJson(protocol)]);
    return { kind: 'saved', file };
  }

  /** Removes an own protocol's file. @throws StorageError 'not-found' */
  remove(id: string): void {
    const owned = this.#readOwn().own.find(({ protocol }) => protocol.id === id);
    if (!owned) throw new StorageError('not-found', `None of your own protocols is "${id}" (${this.ownFolder}). List them again.`);
    guarded('Removing a protocol', owned.file, () => rmSync(owned.file));
  }

  #readOwn(): { readonly own: OwnFile[]; readonly problems: ShelfProblem[] } {
    const own: OwnFile[] = [];
    const problems: ShelfProblem[] = [];
    if (!existsSync(this.ownFolder)) return { own, problems };
    const names = guarded('Listing own protocols', this.ownFolder, () => readdirSync(this.ownFolder))
      .filter((name) => name.endsWith('.json'))
      .sort();
    for (const name of names) {
      const file = join(this.ownFolder, name);
      try {
        own.push({ file, protocol: this.#checked(parseProtocol(readFileSync(file, 'utf8'), name), name, own) });
      } catch (error) {
        problems.push({ file, message: error instanceof Error ? error.message : String(error) });
      }
    }
    return { own: own.sort((a, b) => a.protocol.name.localeCompare(b.protocol.name, 'en')), problems };
  }

  #checked(protocol: Protocol, name: string, others: readonly OwnFile[]): Protocol {
    const { id } = protocol;
    const where = this.#library.some((known) => known.id === id) ? 'the library' : others.find((other) => other.protocol.id === id)?.file;
    if (where !== undefined)
      throw new Error(
        `${name} has the id "${id}", which ${where === 'the library' ? where : basename(where)} has too. Give it another "id".`,
      );
    return protocol;
  }
}
