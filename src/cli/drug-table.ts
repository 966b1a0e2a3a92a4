import { basename } from 'node:path';
import { parseCompounds } from '../core/drug/compound-csv.ts';
import { blockQuestion } from '../core/drug/dose-question.ts';
import type { DrugEntry } from '../core/drug/drug-schema.ts';
import { parseDrugTable } from '../core/drug/drug-table.ts';
import type { Arguments, OptionTable } from './arguments.ts';
import { readText } from './files.ts';
import { DRUG_TABLE_FILE } from './paths.ts';

/** Option of every verb that takes a drug. */
export const COMPOUNDS_OPTION: OptionTable = {
  compounds: {
    value: 'FILE',
    help: 'Own compounds: CSV with the columns compound, channel, IC50, unit, hill; or JSON of the verb compounds.',
  },
};

/** The published drugs. */
export function publishedDrugs(): DrugEntry[] {
  return parseDrugTable(readText(DRUG_TABLE_FILE, 'Drug table'), 'drugs.json');
}

/** The published drugs and those of --compounds. */
export function drugsOf(args: Arguments): DrugEntry[] {
  const file = args.text('compounds');
  return [...publishedDrugs(), ...(file === undefined ? [] : readCompounds(file))];
}

export function readCompounds(file: string): DrugEntry[] {
  const text = readText(file, 'Compounds');
  const origin = basename(file);
  return text.trimStart().startsWith('{') ? parseDrugTable(text, origin) : parseCompounds(text, origin);
}

/** Doubts about compounds against the published values of the same drug and channel, as sentences. */
export function compoundQuestions(table: readonly DrugEntry[], compounds: readonly DrugEntry[]): string[] {
  return compounds.flatMap(({ drug, channels }) => channels.flatMap((block) => blockQuestion(table, drug, block)));
}
