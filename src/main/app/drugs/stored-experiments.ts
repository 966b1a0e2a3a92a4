import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { experimentJson, parseExperiment } from '../../../core/drug/experiment-file.ts';
import type { Experiment } from '../../../core/drug/experiment-schema.ts';
import { RequestError } from '../../ipc/request-error.ts';
import { writeFileWhole } from '../../store/index.ts';

/** Ids as experimentId makes them: no other name is ever a file's. */
const ID = /^EX-[0-9a-f]{8}-[0-9a-f]{8}$/;
/** Experiments that are listed, the newest. */
const MOST_LISTED = 500;

/** The operator's experiments, a file each. */
export class StoredExperiments {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first; a file that cannot be read is left out of the list and stays where it is. */
  list(): Experiment[] {
    if (!existsSync(this.#folder)) return [];
    const ids = readdirSync(this.#folder).flatMap((name) => (ID.test(name.replace(/\.json$/, '')) ? [name.replace(/\.json$/, '')] : []));
    const readable = ids.flatMap((id) => {
      try {
        return [this.read(id)];
      } catch (error) {
        console.error(`A stored experiment is left out of the list: ${(error as Error).message}`);
        return [];
      }
    });
    return readable.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, MOST_LISTED);
  }

  /** @throws RequestError where there is none of this id */
  read(id: string): Experiment {
    const file = this.#file(id);
    if (!existsSync(file)) throw new RequestError('not-found', 'The experiment is no longer stored. Run it again.');
    return parseExperiment(readFileSync(file, 'utf8'), 'The experiment');
  }

  find(id: string): Experiment | null {
    return existsSync(this.#file(id)) ? this.read(id) : null;
  }

  write(experiment: Experiment): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileWhole(this.#file(experiment.id), [experimentJson(experiment)]);
  }

  remove(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  #file(id: string): string {
    if (!ID.test(id))
      throw new RequestError('bad-request', 'Expected an experiment of the list, got another name. Choose one of the list.');
    return join(this.#folder, `${id}.json`);
  }
}
