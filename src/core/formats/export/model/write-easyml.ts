import type { Expression } from '../../../cell/expression.ts';
import { FormulaPrinter } from './print-formula.ts';
import { STIMULUS, TOTAL, type ReadableState } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

/** Units of openCARP's markup by ours; others stand in the comment. */
const UNITS: Readonly<Record<string, string>> = { mV: 'mV', ms: 'ms', mM: 'mM', '1': 'unitless', 'A/F': 'A/F' };

/**
 * An ionic model of openCARP in EasyML. The potential is openCARP's (Vm), the sum of currents goes back as Iion, and the stimulus is
 * given by the simulation, so the pacing parameters are not in it.
 */
export function writeEasyMl({ model, notes }: TwinModel): string {
  const number = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
  const print = new FormulaPrinter(model, {
    call: (fn, x) => `${fn}(${x})`,
    and: (a, b) => `${a} and ${b}`,
    select: (condition, a, b) => `(${condition} ? ${a} : ${b})`,
    selectIsCall: false,
    constant: number,
  });
  const unit = (of: string): string => (UNITS[of] === undefined ? '' : ` .units(${UNITS[of]});`);
  const remark = (of: string, comment: string): string => {
    const text = [UNITS[of] === undefined && of !== '' ? `[${of}]` : '', comment].filter((part) => part !== '').join(' ');
    return text === '' ? '' : ` // ${text}`;
  };
  const [potential, ...others] = model.states;
  const inGates = others.filter(isPlainGate);
  const rest = others.filter((state) => !isPlainGate(state));
  const variables = model.variables.filter(({ name }) => name !== STIMULUS && name !== 'stim_phase' && name !== TOTAL);
  const total = model.variables.find(({ name }) => name === TOTAL);
  return [
    ...notes.map((note) => `// ${note}`),
    '// Stimulus: by the simulation, for instance bench --stim-curr; openCARP takes A/F as uA/cm^2 at 1 uF/cm^2.',
    '',
    'V; .external(Vm); .nodal(); .units(mV);',
    'Iion; .external(); .nodal(); .units(A/F);',
    '',
    `V_init = ${number(potential?.initial ?? NaN)};`,
    ...others.map(({ name, initial, comment }) => `${name}_init = ${number(initial)}; // ${comment}`),
    '',
    'group {',
    ...model.parameters.map(
      ({ name, value, unit: of, comment }) =>
        `  ${name} = ${number(value)};${remark(of, [UNITS[of] === undefined ? '' : `[${of}]`, comment].join(' ').trim())}`,
    ),
    '} .param();',
    '',
    ...variables.map(
      (variable) => `${variable.name} = ${print.variable(variable)};${unit(variable.unit)}${remark(variable.unit, variable.comment)}`,
    ),
    '',
    ...inGates.map(({ name, gate }) => `tau_${name} = 1.0 / ${gate?.rate};${unit('ms')}`),
    ...rest.map(({ name, rate }) => `diff_${name} = ${print.formula(rate)};`),
    `group { ${rest.map(({ name }) => `${name};`).join(' ')} } .method(rk4);`,
    '',
    `Iion = ${total === undefined ? '' : print.variable(total)};`,
    '',
  ].join('\n');
}

/** Solved as a gate by openCARP from steady state and time constant; one that can stand still has no time constant. */
function isPlainGate({ gate, rate }: ReadableState): boolean {
  return (
    gate !== null &&
    !rate.args.some((arg: Expression) => arg.op === 'select' && arg.args.some(({ op, value }) => op === 'constant' && value === 0))
  );
}
