import { FormulaPrinter } from './print-formula.ts';
import { isUsed, STIMULUS, TIME } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

/** A unit as Myokit writes it; A/F of this program is its [A/F]. */
const UNITS: Readonly<Record<string, string>> = {
  mV: 'mV',
  ms: 'ms',
  mM: 'mM',
  '1/ms': '1/ms',
  'A/F': 'A/F',
  'pA/pF': 'A/F',
  'nS/pF': 'mS/uF',
  'mM/ms': 'mM/ms',
  degC: '',
  '1': '1',
};

/** A model file of Myokit (1.35 and later), with a protocol that paces where stim_amplitude is not 0. */
export function writeMmt({ model, name, notes }: TwinModel): string {
  const print = new FormulaPrinter(model, {
    call: (fn, x) => `${fn}(${x})`,
    and: (a, b) => `${a} and ${b}`,
    select: (condition, a, b) => `if(${condition}, ${a}, ${b})`,
    selectIsCall: true,
  });
  const unit = (of: string): string => {
    const known = UNITS[of];
    return known === undefined || known === '' ? '' : ` in [${known}]`;
  };
  const line = (text: string, of: string, comment: string): string => `${text}${unit(of)}${comment === '' ? '' : `  # ${comment}`}`;
  // The protocol gives start, length and period, and solvers stop at its edges; the phase of a formula would be passed over.
  const paced = model.pacing.filter((parameter) => parameter.name === 'stim_amplitude');
  const [, start, duration, period] = model.pacing;
  const variables = model.variables.filter((variable) => isUsed(model, variable) && !['stim_phase', STIMULUS].includes(variable.name));
  return [
    '[[model]]',
    `name: ${name}`,
    'desc: """',
    ...notes.map((note) => `  ${note.replaceAll('"""', "'''")}`),
    '"""',
    ...model.states.map(({ name: id, initial }) => `cell.${id} = ${initial}`),
    '',
    '[engine]',
    `${TIME} = 0 [ms] bind time`,
    'pace = 0 bind pace',
    '',
    '[cell]',
    `use engine.${TIME}, engine.pace`,
    '',
    '# Parameters',
    ...[...paced, ...model.parameters].map(({ name: id, value, unit: of, comment }) => line(`${id} = ${value}`, of, comment)),
    '',
    '# Membrane',
    line(`${STIMULUS} = stim_amplitude * pace`, 'A/F', 'stimulus, positive depolarises; when, says the protocol'),
    '',
    '# Currents, gates and fluxes',
    ...variables.map((variable) => line(`${variable.name} = ${print.variable(variable)}`, variable.unit, variable.comment)),
    '',
    '# States',
    ...model.states.map(({ name: id, rate, unit: of, comment }) =>
      [`dot(${id}) = ${print.formula(rate)}`, ...(id === 'V' ? ['label membrane_potential'] : []), `${unit(of).trim()}  # ${comment}`].join(
        '\n    ',
      ),
    ),
    '',
    '[[protocol]]',
    '# Level  Start  Length  Period  Multiplier',
    `1  ${start?.value}  ${duration?.value}  ${period?.value}  0`,
    '',
  ].join('\n');
}
