import { expect, test } from 'vitest';
import { draftOf, templateOfDraft } from './columnDraft.ts';

const preview = {
  titles: ['t', 'V', 'I'],
  rows: [['0', '-80', '3']],
  columns: [
    { role: 'time' as const, unit: 'ms', certain: false },
    { role: 'voltage' as const, unit: 'mV', certain: false },
    { role: 'current' as const, unit: '', certain: false },
  ],
  questions: [],
  kept: null,
};

test('what is open is asked for, and the answers make a template that fits again', () => {
  const draft = draftOf(preview, null, 'rig 2.csv');
  expect(templateOfDraft(preview, draft)).toEqual({ template: null, problems: { columns: 'Say in which unit "I" is.' } });
  const columns = draft.columns.map((column) => (column.role === 'current' ? { ...column, unit: 'nA', reversed: true } : column));
  const answered = { ...draft, columns, conditions: { membraneCapacitancePf: '53,3', temperatureC: '' } };
  const { template } = templateOfDraft(preview, answered);
  expect(template).toMatchObject({
    name: 'rig 2',
    conditions: { membraneCapacitancePf: 53.3 },
    columns: [{}, {}, { unit: 'nA', reversed: true }],
  });
  expect(draftOf(preview, template, 'other.csv')).toMatchObject({ name: 'rig 2', columns, conditions: { membraneCapacitancePf: '53.3' } });
});

test.each([
  ['0', /Membrane capacitance: expected a number from 0\.5 to 2000 \(pF\), got 0\./],
  ['-3', /got -3/],
  ['53.3 pF', /got "53\.3 pF"/],
])('a capacitance of %s is refused at its field', (value, message) => {
  const draft = { ...draftOf(preview, null, 'a.csv'), conditions: { membraneCapacitancePf: value } };
  expect(templateOfDraft(preview, draft).problems['membraneCapacitancePf']).toMatch(message);
});
