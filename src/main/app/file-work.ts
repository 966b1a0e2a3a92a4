/** The long work on files of which one of a kind runs at a time, so that the operator can end it. */
export class FileWork {
  readonly #running = new Map<FileWorkKind, AbortController>();

  /** The signal of work that begins now. */
  begin(kind: FileWorkKind): AbortSignal {
    const controller = new AbortController();
    this.#running.set(kind, controller);
    return controller.signal;
  }

  /** Ends what runs of this kind; nothing where nothing does. */
  cancel(kind: FileWorkKind): void {
    this.#running.get(kind)?.abort();
    this.#running.delete(kind);
  }
}

export type FileWorkKind = 'import' | 'export';
