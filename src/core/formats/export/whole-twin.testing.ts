import { KERNIK2019 } from '../../cell/kernik2019/index.ts';
import type { Twin } from '../../twin/twin.ts';
import { madeUpTwin } from './made-up-twin.testing.ts';

/** A simulated cell's made-up twin with all parameters of its model, each at its baseline. */
export function wholeTwin(change: Partial<Twin> = {}): Twin {
  const parameters = KERNIK2019.varied.map(({ id, current, unit, value }) => {
    const known = { id, current, unit, baseline: value, value, multiplier: 1, mean: 1, sd: 0.1 };
    return { ...known, interval90: [0.9, 1.1] as const, informedBy: 'data' as const };
  });
  return { ...madeUpTwin({ simulated: true }), parameters, ...change };
}
