import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_TEMPERATURE_C } from '../core/cell/temperature.ts';
import type { Protocol } from '../core/protocol/protocol.ts';
import { IN_USE_FILE, inUse } from '../shared/training/own-models.ts';
import type { Backend } from './backend/index.ts';
import { Predictor } from './network/index.ts';
import { expectedModel } from './twin/network-answer.ts';

/** A network for a recording, or why there is none. */
export type FoundNetwork =
  { readonly predictor: Predictor; readonly problem: null } | { readonly predictor: null; readonly problem: string };

interface Candidate {
  readonly id: string;
  readonly folder: string;
  readonly own: boolean;
  readonly card: CardHead;
}

/** An own network in use precedes the shipped ones for recordings within this many degrees of its temperatures. */
const OWN_MARGIN_C = 1;

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
   * Finds the network of a protocol at a sampling rate: the newest own one in use near the temperature, else the one
   * trained nearest to the temperature, and among equals the most specialised one.
   * @throws ModelFileError when there is one but it is damaged: it is never skipped
   */
  async forProtocol(protocol: Protocol, sampleRateHz: number, temperatureC: number = PUBLISHED_TEMPERATURE_C): Promise<FoundNetwork> {
    const expected = expectedModel(protocol, sampleRateHz);
    let problem = `There is no network for the protocol "${protocol.id}".`;
    const candidates = [
      ...candidatesIn(this.folder, null),
      ...(this.ownFolder === null ? [] : candidatesIn(this.ownFolder, idsInUse(this.ownFolder))),
    ];
    for (const { id, folder, card } of candidates.sort((a, b) => order(a, b, temperatureC))) {
      if (card.protocolId !== protocol.id) continue;
      if (card.featureLayoutId !== expected.featureLayoutId) {
        problem = `The network "${id}" was trained for ${card.featureLayoutId}, this recording needs ${expected.featureLayoutId}.`;
        continue;
      }
      const predictor = await this.load(folder, card, protocol, sampleRateHz);
      return { predictor, problem: null };
    }
    return { predictor: null, problem };
  }

  private load(folder: string, card: CardHead, protocol: Protocol, sampleRateHz: number): Promise<Predictor> {
    // An own network that was trained further has other weights in the same folder.
    const key = `${folder} ${card.weightsSha256 ?? ''}`;
    let loading = this.loaded.get(key);
    if (!loading) {
      loading = Predictor.load(folder, this.backend, expectedModel(protocol, sampleRateHz));
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

function order(a: Candidate, b: Candidate, temperatureC: number): number {
  const chosen = ({ own, card }: Candidate): boolean => own && degreesOff(card, temperatureC) <= OWN_MARGIN_C;
  if (chosen(a) !== chosen(b)) return chosen(a) ? -1 : 1;
  if (chosen(a)) return (b.card.createdAt ?? '').localeCompare(a.card.createdAt ?? '');
  return fit(a.card, temperatureC) - fit(b.card, temperatureC);
}

interface CardHead {
  readonly protocolId?: string;
  readonly featureLayoutId?: string;
  readonly weightsSha256?: string;
  readonly createdAt?: string;
  readonly temperatureC?: readonly [low: number, high: number];
}

function degreesOff(card: CardHead, temperatureC: number): number {
  const [low, high] = card.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C];
  return Math.max(0, low - temperatureC, temperatureC - high);
}

/** Distance of a network's temperatures in degrees, with a small penalty for its range. */
function fit(card: CardHead, temperatureC: number): number {
  const [low, high] = card.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C];
  return degreesOff(card, temperatureC) + 0.01 * (high - low);
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
