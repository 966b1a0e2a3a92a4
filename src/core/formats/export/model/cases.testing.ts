import type { CellModel } from '../../../cell/cell-model.ts';
import type { Expression } from '../../../cell/expression.ts';
import { PACING_INPUTS, rateEquations } from '../../../cell/rate-equations.ts';
import { createRandom } from '../../../random/random.ts';
import { evaluate } from './evaluate.testing.ts';
import { parameterName, stateName } from './names.ts';

/** A moment of a cell and what its graph says of it: what every printed model must come to. */
export interface RateCase {
  /** By the names of model files; those that are left out are as the file states them. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly timeMs: number;
  readonly state: readonly number[];
  readonly rates: readonly number[];
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  v: [-90, 50],
  cai: [5e-5, 2e-3],
  caSr: [0.05, 1],
  nai: [5, 15],
  ki: [90, 130],
};

/** Random states, half of them with blocks, leak, another temperature and, while it lasts, a stimulus. */
export function rateCases(
  cell: CellModel,
  values: ArrayLike<number>,
  count: number,
  seed = 1,
): { readonly states: readonly string[]; readonly cases: readonly RateCase[] } {
  const equations = rateEquations(cell);
  const random = createRandom(seed);
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  const cases = Array.from({ length: count }, (_, i): RateCase => {
    const inputs = new Map<string, number>(cell.adjustable.map(({ id }, k) => [`parameter.${id}`, values[k] ?? NaN]));
    for (const current of cell.currents) inputs.set(`parameter.block.${current}`, 0);
    PACING_INPUTS.forEach((name, k) => inputs.set(`clamp.${name}`, [0, 100, 5, 1000][k] ?? NaN));
    const changed: Record<string, number> = {};
    if (i % 2 === 1) {
      const change = (id: string, value: number): void => {
        inputs.set(`parameter.${id}`, value);
        changed[parameterName(id)] = value;
      };
      change('block.IKr', random.uniform());
      change('block.ICaL', random.uniform());
      change('leak.g', 0.05 * random.uniform());
      change('leak.E', -10 * random.uniform());
      change('env.temperatureC', between([22, 39]));
      changed['stim_amplitude'] = between([1, 60]);
      inputs.set('clamp.amplitude', changed['stim_amplitude']);
    }
    // Within a stimulus in one case of four.
    const timeMs = i % 4 === 3 ? 3100 + 4 * random.uniform() : 3110 + 800 * random.uniform();
    inputs.set('clamp.time', timeMs);
    const state = equations.states.map(({ name }) => between(RANGES[name] ?? [0.001, 0.999]));
    equations.states.forEach(({ name }, k) => inputs.set(`state.${name}`, state[k] ?? NaN));
    const input = (name: string): number => {
      const value = inputs.get(name);
      if (value === undefined) throw new Error(`No value of ${name}.`);
      return value;
    };
    const known = new Map<Expression, number>();
    return { parameters: changed, timeMs, state, rates: equations.states.map(({ rate }) => evaluate(rate, input, known)) };
  });
  return { states: equations.states.map(({ name }) => stateName(name)), cases };
}
