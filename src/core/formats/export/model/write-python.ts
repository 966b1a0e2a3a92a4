import { FormulaPrinter } from './print-formula.ts';
import { isUsed, TIME } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

/** A module for Python 3 with numpy and scipy; `rates` takes arrays of cells too. */
export function writePython({ model, cell, notes }: TwinModel): string {
  const print = new FormulaPrinter(model, {
    call: (fn, x) => `${fn}(${x})`,
    and: (a, b) => `logical_and(${a}, ${b})`,
    select: (condition, a, b) => `where(${condition}, ${a}, ${b})`,
    selectIsCall: true,
  });
  const parameters = [...model.parameters, ...model.pacing];
  const remark = (unit: string, comment: string): string => {
    const text = [unit === '' ? '' : `[${unit}]`, comment].filter((part) => part !== '').join(' ');
    return text === '' ? '' : `  # ${text}`;
  };
  const list = (names: readonly string[]): string => names.map((text) => `'${text}'`).join(', ');
  return [
    ...notes.map((note) => `# ${note}`),
    '#',
    '# A run of 3 s:  python THIS_FILE.py > beat.csv',
    '# In a program:  import THIS_FILE as twin; t, y = twin.simulate(3000, dict(twin.PARAMETERS, block_IKr=0.5))',
    'import numpy',
    'from numpy import exp, floor, log, logical_and, sqrt, where',
    '',
    'PARAMETERS = {',
    ...parameters.map(({ name: id, value, unit, comment }) => `    '${id}': ${value},${remark(unit, comment)}`),
    '}',
    '',
    'INITIAL_STATE = {',
    ...model.states.map(({ name: id, initial, unit, comment }) => `    '${id}': ${initial},${remark(unit, comment)}`),
    '}',
    `STATES = [${list(model.states.map((state) => state.name))}]`,
    `CURRENTS = [${list(cell.currents)}]`,
    '',
    '',
    'def rates_and_currents(t, y, p=PARAMETERS):',
    '    """Rates of STATES per ms and CURRENTS in A/F at time t (ms) in state y."""',
    `    ${TIME} = t`,
    ...parameters.map(({ name: id }) => `    ${id} = p['${id}']`),
    `    ${model.states.map((state) => state.name).join(', ')} = y`,
    ...model.variables
      .filter((variable) => isUsed(model, variable))
      .map((variable) => `    ${variable.name} = ${print.variable(variable)}${remark(variable.unit, variable.comment)}`),
    '    dydt = [',
    ...model.states.map(({ name: id, rate }) => `        ${print.formula(rate)},  # ${id}`),
    '    ]',
    `    return numpy.array(dydt), numpy.array([${cell.currents.join(', ')}])`,
    '',
    '',
    'def rates(t, y, p=PARAMETERS):',
    '    """What scipy.integrate.solve_ivp integrates."""',
    '    return rates_and_currents(t, y, p)[0]',
    '',
    '',
    'def simulate(duration, p=PARAMETERS, y0=None, step=0.5):',
    '    """Times (ms) every step and states, one row a state, for duration ms from y0 (else INITIAL_STATE)."""',
    '    from scipy.integrate import solve_ivp',
    '    y0 = [INITIAL_STATE[name] for name in STATES] if y0 is None else y0',
    "    longest = p['stim_duration'] / 2 if p['stim_amplitude'] != 0 else 20.0",
    '    times = numpy.arange(0.0, duration + step / 2, step)',
    "    result = solve_ivp(rates, (0.0, times[-1]), y0, 'LSODA', times, args=(p,), rtol=1e-7, atol=1e-9, max_step=longest)",
    '    if not result.success:',
    '        raise RuntimeError(result.message)',
    '    return result.t, result.y',
    '',
    '',
    "if __name__ == '__main__':",
    '    times, states = simulate(3000.0)',
    "    print('time (ms),V (mV)')",
    '    for time, potential in zip(times, states[0]):',
    "        print(f'{time:.3f},{potential:.5f}')",
    '',
  ].join('\n');
}
