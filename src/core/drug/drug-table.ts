import { Mismatch } from '../schema/index.ts';
import { describeValue } from '../text/describe-value.ts';
import { readJsonText } from '../text/strict-json.ts';
import { DRUG_CHANNELS, drugEntrySchema, type DrugEntry } from './drug-schema.ts';

/**
 * Reads the drug table from JSON text: {"schema": "twinclamp.drugs/1", "entries": [DrugEntry, ...]}.
 * @throws Error that names the drug and field, what was expected and what came
 */
export function parseDrugTable(text: string, origin = 'drug table'): DrugEntry[] {
  const json = readJsonText(text, { origin, advice: 'Correct the file.' }) as { schema?: unknown; entries?: unknown } | null;
  if (json?.schema !== 'twinclamp.drugs/1' || !Array.isArray(json.entries)) {
    throw new Error(`${origin}: expected {"schema": "twinclamp.drugs/1", "entries": [...]}. Correct the file.`);
  }
  return json.entries.map((entry: unknown, i) => readEntry(entry, `${origin}, entry ${i + 1}`));
}

function readEntry(json: unknown, where: string): DrugEntry {
  let entry: DrugEntry;
  try {
    entry = drugEntrySchema.check(json);
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    const { path, expected, got } = cause;
    if (path.length === 0) throw new Error(`${where}: expected a drug entry, got ${got}. Correct the file.`, { cause });
    const [, index] = path;
    const place = typeof index === 'number' ? `${path.at(-1)} of channel ${index + 1}` : String(path.at(-1));
    throw new Error(`${where}${nameOf(json)}: expected ${place} to be ${expected}, got ${got}. Correct the file.`, { cause });
  }
  const names = entry.channels.map(({ channel }) => channel);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Error(`${where}${nameOf(json)}: expected channel to be one of ${DRUG_CHANNELS.join(', ')}, each once, got ${twice} twice.`);
  return entry;
}

/** Drug and source of an entry that is not known to have them. */
function nameOf(json: unknown): string {
  const { drug, sourceId } = json as { readonly drug?: unknown; readonly sourceId?: unknown };
  return ` (${describeValue(drug)}, ${describeValue(sourceId)})`;
}
