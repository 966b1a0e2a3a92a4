import type { CellModel } from '../core/cell/cell-model.ts';
import { CELL_MODELS, DEFAULT_CELL, cellModelNamed, shortName } from '../core/cell/models.ts';
import type { Arguments, OptionTable } from './arguments.ts';

const NAMES = CELL_MODELS.map(shortName);

/** Option of verbs that take any cell model. */
export const CELL_OPTION: OptionTable = {
  cell: {
    value: NAMES.join('|'),
    help:
      `Cell model: ${CELL_MODELS.map((model) => `${shortName(model)} (${model.name}, ${model.citation})`).join(', ')}. Default ` +
      `${shortName(DEFAULT_CELL)}.`,
  },
};

export function cellOf(args: Arguments): CellModel {
  const name = args.choice('cell', NAMES);
  return name === undefined ? DEFAULT_CELL : cellModelNamed(name);
}
