import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_TEMPERATURE_C } from '../core/cell/temperature.ts';
import type { Protocol } from '../core/protocol/protocol.ts';
import type { CellKind } from '../core/trace/cell-kind.ts';
import { IN_USE_FILE, inUse } from '../shared/training/own-models.ts';
import type { Backend } from './backend/index.ts';
import { Predictor } from './network/index.ts';
import { networkFor, rateOf, type CardHead, type NetworkCandidate } from './network-for.ts';
import { expectedModel } from './twin/expected-model.ts';

/** A network for a recording, or why there is none. */
export type FoundNetwork =
  { readonly predictor: Predictor; readonly problem: null } | { readonly predictor: null; readonly problem: string };

interface Candidate extends NetworkCandidate {
  readonly folder: string;
}

/**
 * The trained networks (one folder each), loaded on the first request: those of resources/models, and of the operator's own networks those
 * in use.
 */
export class ModelLibrary {
  private readonly folder: string;
  private readonly ownFolder: string | null;
  private readonly backend: Backend;
  private readonly loaded = new Map<string, Promise<Predictor>>();

  /** @param ownFolder the operator's own networks with the list of those in use; read at every request, so that a change applies at once */
  constructor(folder: string, backend: Backend, ownFolder: string | null = null) {
    this.folder = folder;
    this.ownFolder = ownFolder;
    this.backend = backend;
  }

  /**
   * Finds the network of a protocol for a recording of any rate; see networkFor.
   * @param cell whose recording it is
   * @throws ModelFileError when there is one but it is damaged: that is never passed over
   */
  async forProtocol(
    protocol: Protocol,
    sampleRateHz: number,
    temperatureC: number = PUBLISHED_TEMPERATURE_C,
    cell: CellKind = 'simulated',
  ): Promise<FoundNetwork> {
    let problem = `There is no network for the protocol "${protocol.id}".`;
    const candidates = [
      ...candidatesIn(this.folder, null),
      ...(this.ownFolder === null ? [] : candidatesIn(this.ownFolder, idsInUse(this.ownFolder))),
    ];
    for (const { id, folder, card } of networkFor(candidates, { protocolId: protocol.id, cell, sampleRateHz, temperatureC })) {
      const expected = expectedModel(protocol, rateOf(card), card.cell);
      if (card.featureLayoutId !== expected.featureLayoutId) {
        problem = `The network "${id}" was trained for ${card.featureLayoutId}, this recording needs ${expected.featureLayoutId}.`;
        continue;
      }
      return { predictor: await this.load(folder, card, expected), problem: null };
    }
    return { predictor: null, problem };
  }

  private load(folder: string, card: CardHead, expected: ReturnType<typeof expectedModel>): Promise<Predictor> {
    // An own network that was trained on has other weights in the same folder.
    const key = `${folder} ${card.weightsSha256 ?? ''}`;
    let loading = this.loaded.get(key);
    if (!loading) {
      loading = Predictor.load(folder, this.backend, expected);
      this.loaded.set(key, loading);
      // A network that failed to load is read again next time: it may have been repaired.
      loading.catch(() => this.loaded.delete(key));
    }
    return loading;
  }
}

/** @param ids those to take; null: all */
function candidatesIn(folder: string, ids: ReadonlySet<string> | null): Candidate[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names
    .filter((id) => ids === null || ids.has(id))
    .flatMap((id) => {
      const card = readCard(join(folder, id, 'card.json'));
      return card === null ? [] : [{ id, folder: join(folder, id), own: ids !== null, card }];
    });
}

function idsInUse(folder: string): ReadonlySet<string> {
  const path = join(folder, IN_USE_FILE);
  if (!existsSync(path)) return new Set();
  const parsed = inUse.safeParse(readJson(path, 'Choose the networks to use again on the Models desk.'));
  if (!parsed.success) throw new Error(`${path} is damaged: expected {"ids": [...]}. Choose the networks to use again on the Models desk.`);
  return new Set(parsed.data.ids);
}

function readCard(path: string): CardHead | null {
  return existsSync(path) ? (readJson(path, 'Reinstall or train the network again.') as CardHead) : null;
}

function readJson(path: string, advice: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is damaged (${error instanceof Error ? error.message : String(error)}). ${advice}`);
  }
}
