import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import { modelCard } from '../../shared/contract/schemas.ts';
import { IN_USE_FILE, inUse, type OwnModel } from '../../shared/training/own-models.ts';
import { RequestError } from '../ipc/request-error.ts';

/** The networks that the operator trained, in a folder of the operator's data. A new one is not used until it is chosen. */
export class OwnModels {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first. @throws RequestError for a damaged card */
  list(): OwnModel[] {
    if (!existsSync(this.#folder)) return [];
    const used = this.#inUse();
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(this.#folder, entry.name, 'card.json')))
      .map(({ name }) => ({ card: this.#card(name), inUse: used.has(name) }))
      .sort((a, b) => b.card.createdAt.localeCompare(a.card.createdAt));
  }

  /**
   * Puts a network in use in place of another own one for the same protocol and temperatures, or out of use.
   * @throws RequestError for an unknown id
   */
  setUse(id: string, use: boolean): OwnModel[] {
    const models = this.list();
    const chosen = models.find(({ card }) => card.id === id);
    if (chosen === undefined)
      throw new RequestError(
        'not-found',
        `Expected one of your networks (${models.map(({ card }) => card.id).join(', ') || 'there is none'}), got "${id}". Train it first.`,
      );
    const sameJob = (other: OwnModel): boolean =>
      other.card.protocolId === chosen.card.protocolId &&
      JSON.stringify(other.card.temperatureC) === JSON.stringify(chosen.card.temperatureC);
    const ids = models.filter((model) => model.inUse && model !== chosen && !(use && sameJob(model))).map(({ card }) => card.id);
    mkdirSync(this.#folder, { recursive: true });
    const path = join(this.#folder, IN_USE_FILE);
    writeFileWhole(path, [JSON.stringify({ ids: use ? [...ids, id] : ids }, null, 1)]);
    return this.list();
  }

  /** A damaged list means that no network is in use: the operator chooses again. The inference process reports it as well. */
  #inUse(): ReadonlySet<string> {
    const path = join(this.#folder, IN_USE_FILE);
    if (!existsSync(path)) return new Set();
    const parsed = inUse.safeParse(jsonOrNull(readFileSync(path, 'utf8')));
    return new Set(parsed.success ? parsed.data.ids : []);
  }

  #card(name: string): OwnModel['card'] {
    const path = join(this.#folder, name, 'card.json');
    const parsed = modelCard.safeParse(jsonOrNull(readFileSync(path, 'utf8')));
    if (!parsed.success)
      throw new RequestError(
        'storage',
        `${path} is not a model card. Delete the folder ${join(this.#folder, name)} or train the network anew.`,
      );
    return parsed.data;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
