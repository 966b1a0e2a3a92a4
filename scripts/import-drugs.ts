/**
 * Writes resources/drugs/drugs.json from published block values: drugs.csv (one row per drug and source) and
 * drugs_long.csv (tested range, extrapolation). Blanks stay unknown; sources stay apart.
 * Usage: node scripts/import-drugs.ts DRUGS_FOLDER
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDrugTable } from '../src/core/drug/drug-table.ts';
import type { DrugEntry, PublishedBlock } from '../src/core/drug/drug-schema.ts';

type Row = Readonly<Record<string, string>>;

const CHANNELS = ['IKr', 'ICaL', 'INa', 'INaL', 'IKs', 'Ito', 'IK1'] as const;

/** Where the values were published; values are facts. */
const CITATIONS: Readonly<Record<string, string>> = {
  Mirams2011_ApPredict: 'compiled from the literature by Mirams 2011 (10.1093/cvr/cvr044)',
  Crumb2016_refit: 'manual patch clamp, Hill fit to the block published by Crumb 2016 (10.1016/j.vascn.2016.03.009)',
  FDA_v1_2017_MCMC: 'manual patch clamp, Li 2017 (10.1161/circep.116.004628)',
  FDA_manual_2018: 'manual patch clamp, Li 2018 (10.1002/cpt.1184)',
  FDA_manual_2018_WhiteOak_hERG: 'manual patch clamp, Li 2018 (10.1002/cpt.1184), IKr as measured at the White Oak laboratory',
  CRL_HTS_2020: 'automated patch clamp, CiPA calibration study 2020, site CRL',
  Nanion_HTS_2020: 'automated patch clamp, CiPA calibration study 2020, site Nanion',
};

function readTable(file: string): Row[] {
  const [header, ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(splitLine);
  return rows.map((cells) => Object.fromEntries((header as string[]).map((name, i) => [name, cells[i] ?? ''])));
}

function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** 95 % limits where the source gives them (IC50 and Hill both), and the highest concentration tested. */
function intervalsOf(detail: Row | undefined): Partial<PublishedBlock> {
  const number = (column: string): number => Number(detail?.[column] || NaN);
  const [ic50Low, ic50High, hillLow, hillHigh] = ['ic50_lo95_nM', 'ic50_hi95_nM', 'hill_lo95', 'hill_hi95'].map(number) as [
    number,
    number,
    number,
    number,
  ];
  const whole = ic50Low > 0 && ic50High > ic50Low && hillLow > 0 && hillHigh > hillLow && Number.isFinite(ic50High);
  const testedToNm = number('conc_max_tested_nM');
  return {
    ...(whole ? { ic50Interval: [ic50Low, ic50High], hillInterval: [hillLow, hillHigh] } : {}),
    ...(testedToNm > 0 ? { testedToNm } : {}),
  };
}

function entryOf(row: Row, long: readonly Row[], sourceId: string, columnOf: (channel: string) => string): DrugEntry {
  const remarks: string[] = [CITATIONS[sourceId] ?? (row['source'] as string)];
  if (row['note']) remarks.push(row['note']);
  const channels: PublishedBlock[] = [];
  const unknown: string[] = [];
  const untested: string[] = [];
  for (const channel of CHANNELS) {
    const column = columnOf(channel);
    const ic50 = row[`${column}_ic50_nM`];
    const hill = row[`${column}_hill`];
    if (!ic50) {
      unknown.push(channel);
      continue;
    }
    const longChannel = column === 'IKr_FDA' ? 'IKr_FDA_WhiteOak' : column;
    const detail = long.find((l) => l['drug'] === row['drug'] && l['source_id'] === row['source_id'] && l['channel'] === longChannel);
    if (detail?.['extrapolated'] === '') untested.push(channel);
    channels.push({
      channel,
      ic50Nm: Number(ic50),
      hill: hill ? Number(hill) : 1,
      extrapolated: detail?.['extrapolated'] === '1',
      hillGiven: hill !== '',
      ...intervalsOf(detail),
    });
  }
  const listed = (blocks: PublishedBlock[]): string => blocks.map((block) => block.channel).join(', ');
  const assumed = channels.filter((block) => !block.hillGiven);
  const extrapolated = channels.filter((block) => block.extrapolated);
  if (assumed.length > 0) remarks.push(`Hill coefficient not given for ${listed(assumed)}: 1 assumed`);
  if (extrapolated.length > 0) remarks.push(`IC50 above the highest concentration tested (extrapolated): ${listed(extrapolated)}`);
  if (untested.length > 0) remarks.push(`tested range not published: ${untested.join(', ')}`);
  if (unknown.length > 0) remarks.push(`unknown or no block found: ${unknown.join(', ')}`);
  const cmax = row['free_cmax_nM'];
  return { drug: row['drug'] as string, sourceId, freeCmaxNm: cmax ? Number(cmax) : null, channels, note: `${remarks.join('; ')}.` };
}

const folder = process.argv[2];
if (!folder) {
  console.error('Usage: node scripts/import-drugs.ts DRUGS_FOLDER');
  process.exit(2);
}
const long = readTable(join(folder, 'drugs_long.csv'));
const entries = readTable(join(folder, 'drugs.csv')).flatMap((row) => {
  const plain = entryOf(row, long, row['source_id'] as string, (channel) => channel);
  if (!row['IKr_FDA_ic50_nM']) return [plain];
  return [plain, entryOf(row, long, `${row['source_id']}_WhiteOak_hERG`, (channel) => (channel === 'IKr' ? 'IKr_FDA' : channel))];
});
// A source that found no block of any channel has nothing to apply.
const usable = entries.filter((entry) => entry.channels.length > 0);
usable.sort((a, b) => a.drug.localeCompare(b.drug, 'en') || a.sourceId.localeCompare(b.sourceId, 'en'));
const text = `{"schema":"twinclamp.drugs/1","entries":[\n${usable.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`;
parseDrugTable(text);
writeFileSync('resources/drugs/drugs.json', text);
console.log(
  `resources/drugs/drugs.json: ${usable.length} entries, ${usable.reduce((sum, entry) => sum + entry.channels.length, 0)} blocks`,
);
