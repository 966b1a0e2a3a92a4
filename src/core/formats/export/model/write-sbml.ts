import { MathMlPrinter, xmlText } from './mathml.ts';
import { isUsed, TIME } from './readable-model.ts';
import type { TwinModel } from './twin-model.ts';

const TIME_SYMBOL = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">time</csymbol>';

/** Units of SBML by ours: kind, exponent, scale (power of ten). */
const UNITS: Readonly<Record<string, readonly [id: string, ...(readonly [kind: string, exponent: number, scale: number])[]]>> = {
  mV: ['mV', ['volt', 1, -3]],
  ms: ['ms', ['second', 1, -3]],
  mM: ['mM', ['mole', 1, -3], ['litre', -1, 0]],
  '1/ms': ['per_ms', ['second', -1, -3]],
  'A/F': ['A_per_F', ['ampere', 1, 0], ['farad', -1, 0]],
  'nS/pF': ['nS_per_pF', ['siemens', 1, -9], ['farad', -1, -12]],
  'mM/ms': ['mM_per_ms', ['mole', 1, -3], ['litre', -1, 0], ['second', -1, -3]],
};
const unitId = (unit: string): string => UNITS[unit === 'pA/pF' ? 'A/F' : unit]?.[0] ?? 'dimensionless';

/** SBML Level 3 Version 2: parameters, assignment rules and rate rules, time in ms. */
export function writeSbml({ model, name, notes }: TwinModel): string {
  const print = new MathMlPrinter(model, { numberAttributes: '', symbol: (id) => (id === TIME ? TIME_SYMBOL : undefined) });
  const variables = model.variables.filter((variable) => isUsed(model, variable));
  const parameter = (id: string, unit: string, value: number | null, comment: string, constant: boolean): string =>
    `      <parameter id="${id}"${comment === '' ? '' : ` name="${xmlText(`${id}: ${comment}`)}"`}` +
    `${value === null ? '' : ` value="${value}"`} ` +
    `units="${unitId(unit)}" constant="${constant}"/>`;
  const math = (formula: string): string => `<math xmlns="http://www.w3.org/1998/Math/MathML">${formula}</math>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">',
    `  <model id="${name}" timeUnits="ms">`,
    '    <notes>',
    '      <body xmlns="http://www.w3.org/1999/xhtml">',
    ...notes.map((note) => `        <p>${xmlText(note)}</p>`),
    '      </body>',
    '    </notes>',
    '    <listOfUnitDefinitions>',
    ...Object.values(UNITS).map(
      ([id, ...factors]) =>
        `      <unitDefinition id="${id}"><listOfUnits>` +
        factors.map(([kind, exponent, scale]) => `<unit kind="${kind}" exponent="${exponent}" scale="${scale}" multiplier="1"/>`).join('') +
        '</listOfUnits></unitDefinition>',
    ),
    '    </listOfUnitDefinitions>',
    '    <listOfParameters>',
    ...[...model.parameters, ...model.pacing].map((p) => parameter(p.name, p.unit, p.value, p.comment, true)),
    ...model.states.map((state) => parameter(state.name, state.unit, state.initial, state.comment, false)),
    ...variables.map((found) => parameter(found.name, found.unit, null, found.comment, false)),
    '    </listOfParameters>',
    '    <listOfRules>',
    ...variables.map((found) => `      <assignmentRule variable="${found.name}">${math(print.variable(found))}</assignmentRule>`),
    ...model.states.map((state) => `      <rateRule variable="${state.name}">${math(print.formula(state.rate))}</rateRule>`),
    '    </listOfRules>',
    '  </model>',
    '</sbml>',
    '',
  ].join('\n');
}
