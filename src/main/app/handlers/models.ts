import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelCard, type ModelCard } from '../../../shared/contract/schemas.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { Services } from '../services.ts';

export function modelsHandlers({ folders }: Services): HandlersOf<'models'> {
  return { 'models:list': () => readModelCards(join(folders.resources, 'models')) };
}

/** The card of each trained network in the folder; none when the program came without networks. */
export function readModelCards(folder: string): ModelCard[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'card.json'))
    .filter((file) => existsSync(file))
    .map((file) => {
      try {
        return modelCard.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new RequestError('storage', `${file} is not a model card (${reason}). Install TwinClamp again, or train the network anew.`);
      }
    });
}
