import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const paramsList: Verb = {
  words: ['params', 'list'],
  summary: 'List the parameter ids that a params file may name.',
  options: {},
  async run() {
    const parameters = DEFAULT_CELL.varied.map(({ id, current, value, unit }) => ({ id, current, value, unit }));
    const extra = DEFAULT_CELL.adjustable.slice(DEFAULT_CELL.varied.length).map(({ id, value, unit }) => ({ id, value, unit }));
    return {
      json: { parameters, extra },
      lines: [
        ...table(['Id', 'Current', 'Baseline', 'Unit'], parameters.map((p) => [p.id, p.current, String(p.value), p.unit])),
        '',
        'Besides, given by value instead of multiplier:',
        ...table(['Id', 'Default', 'Unit'], extra.map((p) => [p.id, String(p.value), p.unit])),
      ],
    };
  },
};
