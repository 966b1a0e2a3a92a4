import { existsSync, readFileSync, rmSync } from 'node:fs';
import { protocolDraft, type ProtocolDraft } from '../../shared/contract/schemas.ts';
import { guarded, StorageError, writeFileWhole } from '../store/index.ts';

/**
 * Keeps the edited, unsaved protocol on the disk, so that neither a crash of the page nor of the machine loses the work. There is
 * one draft, as there is one desk.
 */
export class ProtocolDraftKeeper {
  readonly #file: string;
  /** Name of the unsaved protocol the window shows now. */
  #unsaved: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  unsaved(): string | null {
    return this.#unsaved;
  }

  /** @throws StorageError 'damaged' for a file that holds no draft */
  read(): ProtocolDraft | null {
    if (!existsSync(this.#file)) return null;
    try {
      return protocolDraft.parse(JSON.parse(guarded('Reading the unsaved protocol', this.#file, () => readFileSync(this.#file, 'utf8'))));
    } catch (error) {
      if (error instanceof StorageError) throw error;
      throw new StorageError(
        'damaged',
        `The unsaved protocol of the last session could not be read (${this.#file}: ` +
          `${error instanceof Error ? error.message : String(error)}). The next one takes its place.`,
      );
    }
  }

  keep(draft: ProtocolDraft | null): void {
    if (draft === null) {
      this.forget();
      return;
    }
    writeFileWhole(this.#file, [JSON.stringify(draft)]);
    this.#unsaved = draft.edited.name;
  }

  forget(): void {
    this.#unsaved = null;
    guarded('Removing the unsaved protocol', this.#file, () => rmSync(this.#file, { force: true }));
  }
}
