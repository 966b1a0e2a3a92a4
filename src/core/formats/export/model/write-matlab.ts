import { FormulaPrinter } from './print-formula.ts';
import { isUsed, TIME } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

/** A function file for MATLAB and Octave: parameters and initial state without arguments, rates with them. */
export function writeMatlab({ model, cell, name, notes }: TwinModel): string {
  const print = new FormulaPrinter(model, {
    call: (fn, x) => `${fn}(${x})`,
    and: (a, b) => `${a} && ${b}`,
    select: (condition, a, b) => `choose(${condition}, ${a}, ${b})`,
    selectIsCall: true,
  });
  const parameters = [...model.parameters, ...model.pacing];
  const remark = (unit: string, comment: string): string => {
    const text = [unit === '' ? '' : `[${unit}]`, comment].filter((part) => part !== '').join(' ');
    return text === '' ? '' : ` % ${text}`;
  };
  const quoted = (names: readonly string[]): string => `{${names.map((text) => `'${text}'`).join(', ')}}`;
  return [
    `function varargout = ${name}(t, y, p)`,
    ...notes.map((note) => `% ${note}`),
    '%',
    '% [p, y0, states, currents] = NAME()   parameters, initial state, names',
    '% dy = NAME(t, y, p)                   rates, per ms',
    '% [dy, I] = NAME(t, y, p)              and currents, A/F',
    '% NAME is the name of this file. A run of 3 s:',
    '%   [p, y0] = NAME();',
    "%   options = odeset('RelTol', 1e-7, 'AbsTol', 1e-9, 'MaxStep', 2);",
    '%   [t, y] = ode15s(@(t, y) NAME(t, y, p), [0 3000], y0, options);',
    '%   plot(t, y(:, 1))',
    'if nargin == 0',
    ...parameters.map(({ name: id, value, unit, comment }) => `  p.${id} = ${value};${remark(unit, comment)}`),
    '  y0 = [',
    ...model.states.map(({ name: id, initial, unit, comment }) => `    ${initial}${remark(unit, `${id}, ${comment}`)}`),
    '  ];',
    `  varargout = {p, y0, ${quoted(model.states.map((state) => state.name))}, ${quoted(cell.currents)}};`,
    '  return',
    'end',
    `${TIME} = t;`,
    ...parameters.map(({ name: id }) => `${id} = p.${id};`),
    ...model.states.map(({ name: id }, i) => `${id} = y(${i + 1});`),
    ...model.variables
      .filter((variable) => isUsed(model, variable))
      .map((variable) => `${variable.name} = ${print.variable(variable)};${remark(variable.unit, variable.comment)}`),
    `dy = zeros(${model.states.length}, 1);`,
    ...model.states.map(({ name: id, rate }, i) => `dy(${i + 1}) = ${print.formula(rate)}; % ${id}`),
    `varargout = {dy, [${cell.currents.join('; ')}]};`,
    'end',
    '',
    'function x = choose(condition, a, b)',
    'if condition',
    '  x = a;',
    'else',
    '  x = b;',
    'end',
    'end',
    '',
  ].join('\n');
}
