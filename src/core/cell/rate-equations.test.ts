import { describe, expect, it } from 'vitest';
import { compileScalar } from '../simulate/scalar-engine.ts';
import { evaluate } from '../formats/export/model/evaluate.testing.ts';
import { CELL_MODELS } from './models.ts';
import { rateEquations } from './rate-equations.ts';
import { CLAMP_INPUTS, freeStep } from './steps.ts';

describe.each(CELL_MODELS.map((model) => [model.id, model] as const))('rates of %s', (_id, model) => {
  it('are what the engine steps by, as the step goes to nothing', () => {
    const engine = compileScalar(freeStep(model), ['dvdt']);
    const values = model.baseline();
    values[model.index('env.temperatureC')] = 33;
    values[model.index('leak.g')] = 0.02;
    const cell = engine.prepare(values);
    const clamp = CLAMP_INPUTS.map(() => 0);
    const out = new Float64Array(1);
    const state = model.initialState();
    // From the midst of a beat; a few steps give the predictor its slope.
    state[model.stateIndex('v')] = -20;
    const dt = 1e-5;
    for (let i = 0; i < 3; i++) engine.step(cell, state, 0, dt, clamp, out);
    const before = state.slice();
    engine.step(cell, state, 0, dt, clamp, out);
    const { states } = rateEquations(model);
    const slow = new Map(model.slow.map((entry) => [entry.name, entry]));
    const placeOf = (name: string): number => model.placeOf(slow.get(name)?.state ?? name);
    const stateOf = (name: string): number => before[placeOf(name)]! + (slow.get(name)?.initialMm ?? 0);
    const input = (name: string): number => {
      const [kind, ...rest] = name.split('.');
      const id = rest.join('.');
      if (kind === 'state') return stateOf(id);
      if (kind === 'clamp' || id.startsWith('block.')) return 0;
      return values[model.index(id as 'leak.g')]!;
    };
    for (const { name, rate } of states) {
      const stepped = (state[placeOf(name)]! - before[placeOf(name)]!) / dt;
      const direct = evaluate(rate, input);
      expect(Math.abs(direct - stepped), name).toBeLessThan(2e-3 * Math.abs(direct) + 1e-9);
    }
  });
});
