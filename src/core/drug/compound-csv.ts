import { Mismatch, pathText } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { DRUG_CHANNELS, drugEntrySchema, MOST_IC50_NM, type DrugChannel, type DrugEntry, type PublishedBlock } from './drug-schema.ts';
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
const NAME_LONGEST = 200;
/** No compound acts below it, nM: a value in nM that was taken for a pIC50 would. */
const LEAST_NM = 1e-6;

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
  const rows = lines.map((line) => cellsOf(line, separator));
  const header = rows[0] ?? [];
  const at = (key: keyof typeof COLUMNS): number => {
    const [place = -1, other] = header.flatMap((name, i) => (COLUMNS[key].test(name) ? [i] : []));
    if (other !== undefined)
      throw new Error(
        `${origin}: expected one column of ${key}, got "${shownHeader([header[place] ?? '', header[other] ?? ''])}". ` +
          'Leave one of them out.',
      );
    return place;
  };
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
  const entries = new Map<string, { drug: string; blocks: PublishedBlock[]; freeCmaxNm: number | null }>();
  rows.forEach((row, i) => {
    if (i === 0 || row.every((cell) => cell === '')) return;
    const where = `${origin}, line ${i + 1}`;
    const name = row[columns.compound] ?? '';
    if (name === '') throw new Error(`${where}: expected the name of a compound, got nothing. Name it.`);
    if (row.slice(header.length).some((cell) => cell !== ''))
      throw new Error(
        `${where}: expected ${header.length} cells as in the first line, got ${row.length}. ` +
          'Write decimals with a point, or put ; between cells.',
      );
    // A drug is found by its name without case.
    const key = name.toLowerCase();
    const entry = entries.get(key) ?? { drug: name, blocks: [], freeCmaxNm: null };
    entry.blocks.push(blockOf(row, columns, header, where));
    entry.freeCmaxNm ??= cmaxOf(row, columns, header, where);
    entries.set(key, entry);
  });
  if (entries.size === 0) throw new Error(`${origin}: expected at least one compound below the first line, got none. Add a line.`);
  return [...entries.values()].map(({ drug, blocks, freeCmaxNm }) => ownCompound({ drug, freeCmaxNm, channels: blocks }, origin));
}

/** Cells of a line; one in quote marks may hold the separator, and a quote mark as two. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] as string;
    const doubled = quoted && sign === '"' && line[i + 1] === '"';
    if (doubled) i++;
    if (!doubled && sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (!quoted && sign === separator) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
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
  const { length } = drug.trim();
  if (length === 0 || length > NAME_LONGEST)
    throw new Error(`${origin}: expected a name of 1 to ${NAME_LONGEST} characters, got ${length}. Give another one.`);
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
  if (!(nM >= LEAST_NM && nM <= MOST_IC50_NM))
    throw new Error(
      `${where}: expected a concentration of 1e-6 to 1e15 nM, got "${printable(text).slice(0, 40)}". ` +
        'Correct it, or leave the line out.',
    );
  return Number(nM.toPrecision(12));
}

function number(text: string, where: string): number {
  // Number() also takes hexadecimal, octal and binary.
  const value = text === '' || /^[+-]?0[xob]/i.test(text) ? NaN : Number(text.replace(/^(\d+),(\d+)$/, '$1.$2'));
  if (!Number.isFinite(value)) throw new Error(`${where}: expected a number, got "${printable(text).slice(0, 40)}". Correct it.`);
  return value;
}

/** Own compounds as a drug table in JSON, which parseDrugTable reads. */
export function compoundsJson(entries: readonly DrugEntry[]): string {
  return `${JSON.stringify({ schema: 'twinclamp.drugs/1', entries }, null, 1)}\n`;
}
