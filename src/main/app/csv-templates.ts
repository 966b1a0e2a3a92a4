import { existsSync, readFileSync } from 'node:fs';
import { sentTemplate, type SentTemplate } from '../../shared/contract/import-schemas.ts';
import { guarded, writeFileWhole } from '../store/index.ts';

/** Templates that are kept; of more the oldest goes. */
const MOST = 50;

/** What the operator said of the columns of tables, kept for tables of the same titles. */
export class CsvTemplates {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The answers of the last time on a table of these titles; null where there are none. */
  fitting(titles: readonly string[]): SentTemplate | null {
    const same = (template: SentTemplate): boolean =>
      template.titles.length === titles.length && template.titles.every((title, i) => title === titles[i]);
    return this.#all().find(same) ?? null;
  }

  /** In place of one for the same titles. */
  keep(template: SentTemplate): void {
    const titles = JSON.stringify(template.titles);
    const others = this.#all().filter((other) => JSON.stringify(other.titles) !== titles);
    writeFileWhole(this.#file, [JSON.stringify([template, ...others].slice(0, MOST))]);
  }

  /** A file that holds none is begun anew: what it held can be said again. */
  #all(): SentTemplate[] {
    if (!existsSync(this.#file)) return [];
    const text = guarded('Reading the column templates', this.#file, () => readFileSync(this.#file, 'utf8'));
    try {
      return sentTemplate.array().parse(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [];
    }
  }
}
