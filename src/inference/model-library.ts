import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_TEMPERATURE_C } from '../core/cell/temperature.ts';
import type { Protocol } from '../core/protocol/protocol.ts';
import type { Backend } from './backend/index.ts';
import { Predictor } from './network/index.ts';
import { expectedModel } from './twin/network-answer.ts';

/** A network for a recording, or why there is none. */
export type FoundNetwork = { readonly predictor: Predictor; readonly problem: null } | { readonly predictor: null; readonly problem: string };

/** The trained networks of resources/models (one folder each), loaded when first asked for. */
export class ModelLibrary {
  private readonly folder: string;
  private readonly backend: Backend;
  private readonly loaded = new Map<string, Promise<Predictor>>();

  constructor(folder: string, backend: Backend) {
    this.folder = folder;
    this.backend = backend;
  }

  /**
   * Finds the network of a protocol at a sampling rate: of several the one trained nearest to the temperature, and there the most special one.
   * @throws ModelFileError when there is one but it is damaged: that is never passed over
   */
  async forProtocol(protocol: Protocol, sampleRateHz: number, temperatureC: number = PUBLISHED_TEMPERATURE_C): Promise<FoundNetwork> {
    const ids = existsSync(this.folder) ? readdirSync(this.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort() : [];
    const expected = expectedModel(protocol, sampleRateHz);
    let problem = `There is no network for the protocol "${protocol.id}".`;
    const cards = ids.map((id) => ({ id, card: readCard(join(this.folder, id, 'card.json')) }));
    for (const { id, card } of cards.sort((a, b) => fit(a.card, temperatureC) - fit(b.card, temperatureC))) {
      if (card?.protocolId !== protocol.id) continue;
      if (card.featureLayoutId !== expected.featureLayoutId) {
        problem = `The network "${id}" was trained for ${card.featureLayoutId}, this recording needs ${expected.featureLayoutId}.`;
        continue;
      }
      const predictor = await this.load(join(this.folder, id), protocol, sampleRateHz);
      return { predictor, problem: null };
    }
    return { predictor: null, problem };
  }

  private load(folder: string, protocol: Protocol, sampleRateHz: number): Promise<Predictor> {
    let loading = this.loaded.get(folder);
    if (!loading) {
      loading = Predictor.load(folder, this.backend, expectedModel(protocol, sampleRateHz));
      this.loaded.set(folder, loading);
      // A network that failed to load is read again next time: it may have been repaired.
      loading.catch(() => this.loaded.delete(folder));
    }
    return loading;
  }
}

interface CardHead {
  readonly protocolId?: string;
  readonly featureLayoutId?: string;
  readonly temperatureC?: readonly [low: number, high: number];
}

/** Degrees that a network's temperatures are off, its range counting a little. */
function fit(card: CardHead | null, temperatureC: number): number {
  const [low, high] = card?.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C];
  return Math.max(0, low - temperatureC, temperatureC - high) + 0.01 * (high - low);
}

function readCard(path: string): CardHead | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as CardHead;
  } catch (error) {
    throw new Error(`${path} is damaged (${error instanceof Error ? error.message : String(error)}). Reinstall or train the network again.`);
  }
}
