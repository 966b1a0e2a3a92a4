import { existsSync, readFileSync } from 'node:fs';
import { compoundsJson, ownCompound, parseCompounds } from '../../../core/drug/compound-csv.ts';
import { blockQuestion } from '../../../core/drug/dose-question.ts';
import type { DrugEntry, PublishedBlock } from '../../../core/drug/drug-schema.ts';
import { parseDrugTable } from '../../../core/drug/drug-table.ts';
import { writeFileWhole } from '../../store/index.ts';

/** More compounds than a list can show. */
const MOST = 1000;

/** The contract gives an absent maximal effect as undefined. */
type TypedBlock = Pick<PublishedBlock, 'channel' | 'ic50Nm' | 'hill' | 'hillGiven'> & { readonly maxEffect?: number | undefined };

export interface TypedCompound {
  readonly drug: string;
  readonly freeCmaxNm: number | null;
  readonly channels: readonly TypedBlock[];
}

/** Published drugs, and the operator's own compounds in a file. */
export class OwnCompounds {
  readonly #file: string;
  readonly #published: readonly DrugEntry[];

  constructor(file: string, publishedFile: string) {
    this.#file = file;
    this.#published = parseDrugTable(readFileSync(publishedFile, 'utf8'), 'drugs.json');
  }

  /** Every drug with its sources, the operator's compounds last. */
  all(): DrugEntry[] {
    return [...this.#published, ...this.own()];
  }

  own(): DrugEntry[] {
    return existsSync(this.#file) ? parseDrugTable(readFileSync(this.#file, 'utf8'), 'Own compounds') : [];
  }

  /** Adds a compound; one of the same name is replaced. */
  save(compound: TypedCompound): DrugEntry[] {
    return this.#add([entryOf(compound)]);
  }

  /** Adds the compounds of a table of text. */
  import(text: string): { drugs: DrugEntry[]; imported: number; questions: string[] } {
    const compounds = parseCompounds(text, 'The table');
    const questions = compounds.flatMap(({ drug, channels }) => channels.flatMap((block) => blockQuestion(this.#published, drug, block)));
    return { drugs: this.#add(compounds), imported: compounds.length, questions };
  }

  remove(drug: string): DrugEntry[] {
    this.#write(this.own().filter((entry) => !same(entry.drug, drug)));
    return this.all();
  }

  #add(compounds: readonly DrugEntry[]): DrugEntry[] {
    const others = this.own().filter(({ drug }) => !compounds.some((added) => same(added.drug, drug)));
    if (others.length + compounds.length > MOST)
      throw new Error(`Expected at most ${MOST} own compounds, got ${others.length + compounds.length}. Remove some first.`);
    this.#write([...others, ...compounds]);
    return this.all();
  }

  #write(compounds: readonly DrugEntry[]): void {
    writeFileWhole(this.#file, [compoundsJson(compounds)]);
  }
}

/** The entry of a compound that was typed. */
export function entryOf({ drug, freeCmaxNm, channels }: TypedCompound): DrugEntry {
  const blocks = channels.map(({ maxEffect, ...block }) => ({
    ...block,
    extrapolated: false,
    ...(maxEffect === undefined ? {} : { maxEffect }),
  }));
  return ownCompound({ drug, freeCmaxNm, channels: blocks }, 'The compound');
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
