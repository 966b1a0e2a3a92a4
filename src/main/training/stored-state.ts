import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import { trainingState, type TrainingState } from '../../shared/training/state.ts';

const EVERY_MS = 10_000;

/** Keeps the state of the training when the program ends, so that it can be resumed. */
export class StoredState {
  readonly #path: string;
  #kind: TrainingState['kind'] | null = null;
  #storedMs = -Infinity;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * A training that was running when the program ended was stopped by that. A file that cannot be read counts as absent: it holds only
   * a view.
   */
  read(): TrainingState {
    if (!existsSync(this.#path)) return { kind: 'none' };
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { kind: 'none' };
    }
    const parsed = trainingState.safeParse(json);
    if (!parsed.success) return { kind: 'none' };
    const state = parsed.data;
    return state.kind === 'running' || state.kind === 'stopping'
      ? { kind: 'stopped', settings: state.settings, progress: state.progress }
      : state;
  }

  /** Every change of the kind, and the progress every ten seconds. */
  write(state: TrainingState): void {
    if (state.kind === this.#kind && performance.now() - this.#storedMs < EVERY_MS) return;
    this.#kind = state.kind;
    this.#storedMs = performance.now();
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileWhole(this.#path, [JSON.stringify(state)]);
  }
}
