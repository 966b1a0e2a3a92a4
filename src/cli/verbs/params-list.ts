import { CELL_OPTION, cellOf } from '../cell-option.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const paramsList: Verb = {
  words: ['params', 'list'],
  summary: 'List the parameter ids that a params file may name.',
  options: CELL_OPTION,
  async run(args) {
    const model = cellOf(args);
    const parameters = model.varied.map(({ id, current, value, unit }) => ({ id, current, value, unit }));
    const extra = model.adjustable.slice(model.varied.length).map(({ id, value, unit }) => ({ id, value, unit }));
    return {
      json: { parameters, extra },
      lines: [
        ...table(
          ['Id', 'Current', 'Baseline', 'Unit'],
          parameters.map((p) => [p.id, p.current, String(p.value), p.unit]),
        ),
        '',
        'In addition, given by value instead of multiplier:',
        ...table(
          ['Id', 'Default', 'Unit'],
          extra.map((p) => [p.id, String(p.value), p.unit]),
        ),
      ],
    };
  },
};
