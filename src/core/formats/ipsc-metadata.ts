import { describeValue } from '../text/describe-value.ts';

/** One membrane test of the authors' sheet; a blank cell is null, never zero. */
export interface SheetMembraneTest {
  readonly trial: number;
  readonly capacitancePf: number | null;
  readonly seriesResistanceMohm: number | null;
  readonly membraneResistanceMohm: number | null;
}

export interface IpscSheet {
  readonly membraneTests: readonly SheetMembraneTest[];
  /** Trial number of each recording, keyed "section/row" as in "Pre-drug/spont" or "Compensation/rspre_80". */
  readonly trials: ReadonlyMap<string, number>;
}

/**
 * Reads metadata.csv of the iPSC-CM data set (Clark et al. 2023). The sheet has sections (Pre-drug, Post-drug, Washoff,
 * Compensation) whose rows name recordings and their trial, and beside them a table Trials, Cm (pF), Ra (MOhm), Rm (MOhm).
 * @throws Error when the header lacks those columns or no capacitance was noted
 */
export function parseIpscSheet(text: string, origin = 'metadata.csv'): IpscSheet {
  const rows = text.split(/\r?\n/).map(splitCsvLine);
  const header = rows[0] ?? [];
  const column = (name: string): number => {
    const found = header.indexOf(name);
    if (found < 0) throw new Error(`${origin}: column "${name}" is missing; the header has ${header.join(', ')}.`);
    return found;
  };
  const columns = { trial: column('Trial'), test: column('Trials'), cm: column('Cm'), ra: column('Ra'), rm: column('Rm') };
  const membraneTests: SheetMembraneTest[] = [];
  const trials = new Map<string, number>();
  let section = header[0] as string;
  for (const [i, row] of rows.slice(1).entries()) {
    const value = (which: 'cm' | 'ra' | 'rm'): number | null => sheetValue(row[columns[which]], VALUES[which], `${origin}, line ${i + 2}`);
    const label = (row[0] ?? '').trim();
    const trial = toNumber(row[columns.trial]);
    if (/^(Pre-drug|Post-drug|Washoff|Compensation)$/.test(label)) section = label;
    else if (label !== '' && trial !== null) trials.set(`${section}/${label}`, trial);
    const test = toNumber(row[columns.test]);
    if (test !== null) {
      membraneTests.push({
        trial: test,
        capacitancePf: value('cm'),
        seriesResistanceMohm: value('ra'),
        membraneResistanceMohm: value('rm'),
      });
    }
  }
  if (membraneTests.every((test) => test.capacitancePf === null)) {
    throw new Error(`${origin}: expected at least one capacitance in column "Cm", found none. Currents per pF cannot be read without it.`);
  }
  return { membraneTests, trials };
}

/** The membrane test read last before (or at) a trial; the first one when the trial is unknown or earlier than all. */
export function membraneTestBefore(sheet: IpscSheet, trial: number | undefined): SheetMembraneTest {
  const earlier = sheet.membraneTests.filter((test) => trial !== undefined && test.trial <= trial);
  const chosen = earlier.sort((a, b) => b.trial - a.trial)[0] ?? sheet.membraneTests[0];
  if (!chosen) throw new Error('The sheet has no membrane test. Expected at least one row with Trials, Cm, Ra, Rm.');
  return chosen;
}

/**
 * Capacitance that the authors divided the currents by, pF: the mean of the Cm column. The files themselves show it: the
 * smallest step of the current (one converter step, the same in both cells) times this mean is 0.6104 pA in both.
 */
export function normalisingCapacitancePf(sheet: IpscSheet): number {
  const known = sheet.membraneTests.flatMap((test) => (test.capacitancePf === null ? [] : [test.capacitancePf]));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** What the columns of the membrane test hold: a capacitance of zero or less, or in farads, is a slip. */
const VALUES = {
  cm: { column: 'Cm', unit: 'pF', low: 0.5, high: 2000 },
  ra: { column: 'Ra', unit: 'MOhm', low: 0, high: 1000 },
  rm: { column: 'Rm', unit: 'MOhm', low: -1e6, high: 1e6 },
} as const;

/** A value with or without its unit behind it; a blank cell is null. @throws Error naming the line for anything else */
function sheetValue(
  cell: string | undefined,
  { column, unit, low, high }: (typeof VALUES)[keyof typeof VALUES],
  place: string,
): number | null {
  const text = (cell ?? '').trim();
  if (text === '') return null;
  const bare = text.replace(new RegExp(`\\s*${unit}$`, 'i'), '');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : NaN;
  if (value >= low && value <= high) return value;
  throw new Error(
    `${place}: expected ${low} to ${high} ${unit} in column "${column}", got ${describeValue(text)}. Correct the sheet, or leave the ` +
      `cell blank where nothing was measured.`,
  );
}

function toNumber(cell: string | undefined): number | null {
  const text = (cell ?? '').trim();
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}

/** Splits one line at commas outside double quotes (the sheet quotes time ranges such as "[12, 22]"). */
function splitCsvLine(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell];
}
