import { Mismatch, pathText } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { DRUG_CHANNELS, drugEntrySchema, type DrugChannel, type DrugEntry, type PublishedBlock } from './drug-schema.ts';
import { OWN_SOURCE } from './own-source.ts';

/** nM of one, by the unit's name without case; µ as either sign. pIC50 is -log10 of mol/l. */
const CONCENTRATION_UNITS: Readonly<Record<string, (value: number) => number>> = {
  nm: (x) => x,
  um: (x) => 1e3 * x,
  mm: (x) => 1e6 * x,
  m: (x) => 1e9 * x,
  pic50: (x) => 10 ** (9 - x),
};
const COLUMNS = {
  compound: /^(compound|drug|name|substance)$/i,
  channel: /^(channel|current|target)$/i,
  ic50: /^(ic50|pic50|ic_50|value)\s*(?:[[(_]?\s*(nm|um|µm|μm|mm|m)\s*[\])]?)?$/i,
  unit: /^(unit|ic50[ _]unit)$/i,
  hill: /^(hill|h|n_?h|hill[ _]coefficient)$/i,
  cmax: /^(free[ _]?)?cmax\s*(?:[[(_]?\s*(nm|um|µm|μm|mm|m)\s*[\])]?)?$/i,
} as const;
/** Genes and other names of the channels. */
const CHANNEL_NAMES: Readonly<Record<string, DrugChannel>> = {
  herg: 'IKr',
  kcnh2: 'IKr',
  'kv11.1': 'IKr',
  kcnq1: 'IKs',
  'kv7.1': 'IKs',
  cacna1c: 'ICaL',
  'cav1.2': 'ICaL',
  scn5a: 'INa',
  'nav1.5': 'INa',
  hcn4: 'If',
  kcnj2: 'IK1',
  'kir2.1': 'IK1',
  'kv4.3': 'Ito',
  kcnd3: 'Ito',
  'cav3.2': 'ICaT',
};
const LONGEST = 1_000_000;

/**
 * Own compounds of a table: one line a compound and channel, with an IC50 in nM, uM, mM or M (by a column "unit" or in the column's
 * name) or as pIC50, and columns for Hill coefficient (1 where empty, marked as assumed) and free Cmax where they are known.
 * @throws Error that names the line, what was expected and what came
 * @example parseCompounds('compound,channel,IC50 (uM),hill\nX-1,hERG,0.3,1.1')[0].channels[0].ic50Nm // 300
 */
export function parseCompounds(text: string, origin = 'compounds'): DrugEntry[] {
  if (text.length > LONGEST)
    throw new Error(`${origin}: expected at most ${LONGEST} characters of text, got ${text.length}. Split the table.`);
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const separator = [';', '\t'].find((sign) => lines[0]?.includes(sign) === true) ?? ',';
  const rows = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const header = rows[0] ?? [];
  const at = (key: keyof typeof COLUMNS): number => header.findIndex((name) => COLUMNS[key].test(name));
  const columns = {
    compound: at('compound'),
    channel: at('channel'),
    ic50: at('ic50'),
    unit: at('unit'),
    hill: at('hill'),
    cmax: at('cmax'),
  };
  for (const key of ['compound', 'channel', 'ic50'] as const)
    if (columns[key] < 0)
      throw new Error(
        `${origin}: expected columns compound, channel and IC50 in the first line, got "${shownHeader(header)}". Add ${key}.`,
      );
  const entries = new Map<string, { blocks: PublishedBlock[]; freeCmaxNm: number | null }>();
  rows.forEach((row, i) => {
    if (i === 0 || row.every((cell) => cell === '')) return;
    const where = `${origin}, line ${i + 1}`;
    const name = row[columns.compound] ?? '';
    if (name === '') throw new Error(`${where}: expected the name of a compound, got nothing. Name it.`);
    const entry = entries.get(name) ?? { blocks: [], freeCmaxNm: null };
    entry.blocks.push(blockOf(row, columns, header, where));
    entry.freeCmaxNm ??= cmaxOf(row, columns, header, where);
    entries.set(name, entry);
  });
  if (entries.size === 0) throw new Error(`${origin}: expected at least one compound below the first line, got none. Add a line.`);
  return [...entries].map(([drug, { blocks, freeCmaxNm }]) => ownCompound({ drug, freeCmaxNm, channels: blocks }, origin));
}

/** A compound of the operator's own values, checked. @throws Error that names the compound, what was expected and what came */
export function ownCompound(
  { drug, freeCmaxNm, channels }: Pick<DrugEntry, 'drug' | 'freeCmaxNm' | 'channels'>,
  origin: string,
): DrugEntry {
  const names = channels.map(({ channel }) => channel);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Error(`${origin}: expected each channel of ${printable(drug)} once, got ${twice} twice. Keep one of them.`);
  const idle = channels.find(({ maxEffect }) => maxEffect === 0);
  if (idle !== undefined)
    throw new Error(
      `${origin}, ${printable(drug)}: expected a maximal block of ${idle.channel} other than 0 %, got 0 %. Leave the channel out.`,
    );
  try {
    return drugEntrySchema.check({ drug: drug.trim(), sourceId: OWN_SOURCE, freeCmaxNm, channels, note: '' });
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    throw new Error(
      `${origin}, ${printable(drug)}: expected ${placeWords(cause.path, channels)} to be ${cause.expected}, got ${cause.got}. Correct it.`,
      { cause },
    );
  }
}

/** Names of the fields of a channel as a person knows them. */
const FIELD_WORDS: Readonly<Record<string, string>> = { ic50Nm: 'IC50', hill: 'Hill coefficient', maxEffect: 'maximal block' };

/** "Hill coefficient of IKr". */
function placeWords(path: Mismatch['path'], channels: DrugEntry['channels']): string {
  const [, index, field] = path;
  const channel = typeof index === 'number' ? channels[index]?.channel : undefined;
  const words = typeof field === 'string' ? FIELD_WORDS[field] : undefined;
  if (channel === undefined || words === undefined) return pathText(path);
  return `${words} of ${channel}`;
}

function shownHeader(header: readonly string[]): string {
  return printable(header.join(', ')).slice(0, 80);
}

type Columns = Readonly<Record<keyof typeof COLUMNS, number>>;

function blockOf(row: readonly string[], columns: Columns, header: readonly string[], where: string): PublishedBlock {
  const named = row[columns.channel] ?? '';
  const channel = DRUG_CHANNELS.find((known) => known.toLowerCase() === named.toLowerCase()) ?? CHANNEL_NAMES[named.toLowerCase()];
  if (channel === undefined)
    throw new Error(
      `${where}: expected a channel like ${DRUG_CHANNELS.join(', ')} or hERG, got "${printable(named).slice(0, 40)}". Correct it.`,
    );
  const head = header[columns.ic50] ?? '';
  const unit = (row[columns.unit] ?? '') || (/^pic50/i.test(head) ? 'pIC50' : (COLUMNS.ic50.exec(head)?.[2] ?? ''));
  const ic50Nm = inNanomolar(row[columns.ic50] ?? '', unit, `${where}, IC50 of ${channel}`);
  const given = row[columns.hill] ?? '';
  const hill = given === '' ? 1 : number(given, `${where}, Hill coefficient of ${channel}`);
  return { channel, ic50Nm, hill, extrapolated: false, hillGiven: given !== '' };
}

function cmaxOf(row: readonly string[], columns: Columns, header: readonly string[], where: string): number | null {
  const given = row[columns.cmax] ?? '';
  if (columns.cmax < 0 || given === '') return null;
  const unit = COLUMNS.cmax.exec(header[columns.cmax] ?? '')?.[2] ?? '';
  return inNanomolar(given, unit, `${where}, free Cmax`);
}

/** @throws Error where the unit is missing or unknown, or the number is none above 0 */
function inNanomolar(text: string, unit: string, where: string): number {
  const convert = CONCENTRATION_UNITS[unit.replace(/[µμ]/, 'u').toLowerCase()];
  if (convert === undefined)
    throw new Error(
      `${where}: expected a unit of nM, uM, mM, M or pIC50, got ${unit === '' ? 'none' : `"${printable(unit).slice(0, 20)}"`}. ` +
        'Add a column "unit".',
    );
  const nM = convert(number(text, where));
  if (!(nM > 0 && nM < 1e15))
    throw new Error(
      `${where}: expected a concentration above 0 and below 1e15 nM, got "${printable(text).slice(0, 40)}". ` +
        'Correct it, or leave the line out.',
    );
  return Number(nM.toPrecision(12));
}

function number(text: string, where: string): number {
  const value = text === '' ? NaN : Number(text.replace(/^(\d+),(\d+)$/, '$1.$2'));
  if (!Number.isFinite(value)) throw new Error(`${where}: expected a number, got "${printable(text).slice(0, 40)}". Correct it.`);
  return value;
}

/** Own compounds as a drug table in JSON, which parseDrugTable reads. */
export function compoundsJson(entries: readonly DrugEntry[]): string {
  return `${JSON.stringify({ schema: 'twinclamp.drugs/1', entries }, null, 1)}\n`;
}
