import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelCard, type ModelCard } from '../../shared/contract/schemas.ts';
import { readJson } from '../files.ts';
import { MODELS_DIR } from '../paths.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const modelsList: Verb = {
  words: ['models', 'list'],
  summary: 'List the trained networks with the figures of their cards.',
  options: { models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' } },
  async run(args) {
    const models = cardsOf(args.text('models') ?? MODELS_DIR);
    const rows = models.map((card) => [
      card.id,
      card.protocolId,
      String(card.cells),
      shown(card.figures['testR2Mean'], 3),
      (card.weightsBytes / 1e6).toFixed(1),
    ]);
    return {
      json: { models },
      lines:
        rows.length === 0
          ? ['No trained network. Make one with "population" and "train".']
          : table(['Network', 'Protocol', 'Cells', 'Test R2', 'MB'], rows),
    };
  },
};

function cardsOf(folder: string): ModelCard[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'card.json'))
    .filter((file) => existsSync(file))
    .map((file) => {
      const parsed = modelCard.safeParse(readJson(file, 'Model card'));
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Error(`${file} is not a model card (${issue?.path.join('.')}: ${issue?.message}). Train the network again.`);
      }
      return parsed.data;
    });
}
