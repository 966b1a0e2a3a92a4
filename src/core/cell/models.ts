import type { CellModel } from './cell-model.ts';
import { KERNIK2019 } from './kernik2019/index.ts';
import { PACI2018 } from './paci2018/index.ts';

/** Every cell model of the program: a folder each, and a line here. */
export const CELL_MODELS: readonly CellModel[] = [KERNIK2019, PACI2018];

/** The default cell of twins. */
export const DEFAULT_CELL: CellModel = KERNIK2019;

/** @throws Error that names the known models */
export function cellModel(id: string): CellModel {
  const found = CELL_MODELS.find((model) => model.id === id);
  if (!found) throw new Error(`Unknown cell model "${id}"; expected one of ${CELL_MODELS.map((model) => model.id).join(', ')}.`);
  return found;
}

/** Short name on the command line: the id without its year. */
export function shortName({ id }: CellModel): string {
  return id.replace(/\d+$/, '');
}

/** A model by its id or its short name. @throws Error that names the known models */
export function cellModelNamed(name: string): CellModel {
  return CELL_MODELS.find((model) => shortName(model) === name) ?? cellModel(name);
}
