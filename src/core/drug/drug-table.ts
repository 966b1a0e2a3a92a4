import { DRUG_CHANNELS, type ChannelBlock } from './block-fraction.ts';

/** Block of one channel as one source published it. */
export interface PublishedBlock extends ChannelBlock {
  /** The IC50 is above the highest concentration tested. */
  readonly extrapolated: boolean;
  /** Whether the source gives the Hill coefficient; else 1 is assumed. */
  readonly hillGiven: boolean;
  /** Published 95 % limits of the IC50, nM, and of the Hill coefficient; absent where the source gives none. */
  readonly ic50Interval?: readonly [low: number, high: number] | undefined;
  readonly hillInterval?: readonly [low: number, high: number] | undefined;
  /** Highest concentration tested, nM; absent where it is not published. */
  readonly testedToNm?: number | undefined;
}

/** One drug by one source. A channel that is not listed is unknown or was not blocked: never a measured zero. */
export interface DrugEntry {
  readonly drug: string;
  readonly sourceId: string;
  /** Free therapeutic peak plasma concentration, nM. */
  readonly freeCmaxNm: number | null;
  readonly channels: readonly PublishedBlock[];
  readonly note: string;
}

/**
 * Reads the drug table from JSON text: {"schema": "twinclamp.drugs/1", "entries": [DrugEntry, ...]}.
 * @throws Error that names the drug and field, what was expected and what came
 */
export function parseDrugTable(text: string, origin = 'drug table'): DrugEntry[] {
  let json: { schema?: unknown; entries?: unknown } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch (cause) {
    throw new Error(`${origin} is not JSON (${(cause as Error).message}). Restore the file.`, { cause });
  }
  if (json?.schema !== 'twinclamp.drugs/1' || !Array.isArray(json.entries)) {
    throw new Error(`${origin}: expected {"schema": "twinclamp.drugs/1", "entries": [...]}. Restore the file.`);
  }
  return json.entries.map((entry: DrugEntry | null, i) => {
    const where = `${origin}, entry ${i + 1}`;
    if (typeof entry !== 'object' || entry === null)
      throw new Error(`${where}: expected a drug entry, got ${JSON.stringify(entry)}. Restore the file.`);
    return checkEntry(entry, `${where} (${entry.drug}, ${entry.sourceId})`);
  });
}

function checkEntry(entry: DrugEntry, where: string): DrugEntry {
  const fail = (field: string, expected: string, value: unknown): never => {
    throw new Error(`${where}: expected ${field} to be ${expected}, got ${JSON.stringify(value)}.`);
  };
  for (const field of ['drug', 'sourceId', 'note'] as const) if (typeof entry[field] !== 'string') fail(field, 'text', entry[field]);
  if (entry.freeCmaxNm !== null && !(entry.freeCmaxNm > 0)) fail('freeCmaxNm', 'above 0 nM or null', entry.freeCmaxNm);
  if (!Array.isArray(entry.channels)) fail('channels', 'a list', entry.channels);
  const seen = new Set<string>();
  for (const block of entry.channels) {
    if (!DRUG_CHANNELS.includes(block.channel) || seen.has(block.channel))
      fail('channel', `one of ${DRUG_CHANNELS.join(', ')}, each once`, block.channel);
    seen.add(block.channel);
    for (const field of ['ic50Nm', 'hill'] as const) {
      if (typeof block[field] !== 'number' || !(block[field] > 0)) fail(`${block.channel} ${field}`, 'a number above 0', block[field]);
    }
    for (const field of ['ic50Interval', 'hillInterval'] as const) {
      const limits = block[field];
      if (limits !== undefined && !(Array.isArray(limits) && limits[0] > 0 && limits[1] > limits[0]))
        fail(`${block.channel} ${field}`, 'two rising limits above 0', limits);
    }
    if (block.testedToNm !== undefined && !(block.testedToNm > 0)) fail(`${block.channel} testedToNm`, 'above 0 nM', block.testedToNm);
    for (const field of ['extrapolated', 'hillGiven'] as const) {
      if (typeof block[field] !== 'boolean') fail(`${block.channel} ${field}`, 'true or false', block[field]);
    }
  }
  return entry;
}
