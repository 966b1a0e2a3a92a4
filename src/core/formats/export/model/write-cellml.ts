import { MathMlPrinter, xmlComment } from './mathml.ts';
import { isUsed, TIME } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

/** [our unit, name in the file, factors]; what is not here is dimensionless in the file, and its comment says the unit. */
const UNITS: readonly (readonly [string, string, string])[] = [
  ['mV', 'mV', '<unit prefix="milli" units="volt"/>'],
  ['ms', 'ms', '<unit prefix="milli" units="second"/>'],
  ['mM', 'mM', '<unit prefix="milli" units="mole"/><unit units="litre" exponent="-1"/>'],
  ['1/ms', 'per_ms', '<unit prefix="milli" units="second" exponent="-1"/>'],
  ['A/F', 'A_per_F', '<unit units="ampere"/><unit units="farad" exponent="-1"/>'],
  ['pA/pF', 'A_per_F', ''],
  ['nS/pF', 'nS_per_pF', '<unit prefix="nano" units="siemens"/><unit prefix="pico" units="farad" exponent="-1"/>'],
  [
    'mM/ms',
    'mM_per_ms',
    '<unit prefix="milli" units="mole"/><unit units="litre" exponent="-1"/><unit prefix="milli" units="second" exponent="-1"/>',
  ],
];
const unitName = (unit: string): string => UNITS.find(([ours]) => ours === unit)?.[1] ?? 'dimensionless';

/**
 * A model of one component in CellML 2.0 or 1.1. Numbers in formulas are dimensionless: the graph has folded constants of several units
 * together, so that units within an equation cannot be checked, only those of the variables be read.
 */
export function writeCellMl({ model, name, notes }: TwinModel, version: '2.0' | '1.1'): string {
  const print = new MathMlPrinter(model, { numberAttributes: ' cellml:units="dimensionless"' });
  const namespace = `http://www.cellml.org/cellml/${version}#`;
  const seen = version === '2.0' ? 'interface="public"' : 'public_interface="out"';
  const variables = model.variables.filter((variable) => isUsed(model, variable));
  const variable = (id: string, unit: string, initial: number | null, comment: string): string =>
    `    <variable name="${id}" units="${unitName(unit)}"${initial === null ? '' : ` initial_value="${initial}"`} ${seen}/>` +
    (comment === '' && unitName(unit) !== 'dimensionless'
      ? ''
      : ` <!-- ${xmlComment([unit, comment].filter((part) => part !== '').join(', '))} -->`);
  const equation = (left: string, right: string): string => `      <apply><eq/>${left}${right}</apply>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...notes.map((note) => `<!-- ${xmlComment(note)} -->`),
    `<model name="${name}" xmlns="${namespace}" xmlns:cellml="${namespace}">`,
    ...UNITS.filter(([, , factors]) => factors !== '').map(([, id, factors]) => `  <units name="${id}">${factors}</units>`),
    '  <component name="cell">',
    variable(TIME, 'ms', null, 'time'),
    ...[...model.parameters, ...model.pacing].map((p) => variable(p.name, p.unit, p.value, p.comment)),
    ...model.states.map((state) => variable(state.name, state.unit, state.initial, state.comment)),
    ...variables.map((found) => variable(found.name, found.unit, null, found.comment)),
    '    <math xmlns="http://www.w3.org/1998/Math/MathML">',
    ...variables.map((found) => equation(print.name(found.name), print.variable(found))),
    ...model.states.map((state) =>
      equation(`<apply><diff/><bvar><ci>${TIME}</ci></bvar>${print.name(state.name)}</apply>`, print.formula(state.rate)),
    ),
    '    </math>',
    '  </component>',
    '</model>',
    '',
  ].join('\n');
}
