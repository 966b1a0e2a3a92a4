import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
   * Finds the network of a protocol at a sampling rate.
   * @throws ModelFileError when there is one but it is damaged: that is never passed over
   */
  async forProtocol(protocol: Protocol, sampleRateHz: number): Promise<FoundNetwork> {
    const ids = existsSync(this.folder) ? readdirSync(this.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort() : [];
    const expected = expectedModel(protocol, sampleRateHz);
    let problem = `There is no network for the protocol "${protocol.id}".`;
    for (const id of ids) {
      const card = readCard(join(this.folder, id, 'card.json'));
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

function readCard(path: string): { protocolId?: string; featureLayoutId?: string } | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { protocolId?: string; featureLayoutId?: string };
  } catch (error) {
    throw new Error(`${path} is damaged (${error instanceof Error ? error.message : String(error)}). Reinstall or train the network again.`);
  }
}
