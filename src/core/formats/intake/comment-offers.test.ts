import { expect, it } from 'vitest';
import type { ImportedRecording } from '../imported.ts';
import { commentOffers } from './comment-offers.ts';

const recording = (of: Partial<ImportedRecording>): ImportedRecording => ({
  name: null,
  sampleRateHz: 1e4,
  startedAt: null,
  channels: [],
  sweeps: [],
  commands: [],
  tags: [],
  comment: null,
  conditions: {},
  ...of,
});

it.each([
  ['cell 3, 36.5 °C, Rs = 8.2 MOhm comp 70%', { temperatureC: 36.5, seriesResistanceMohm: 8.2, compensationPercent: 70 }],
  ['T = 37 C; Cm 53,3 pF; LJP: -14.2 mV', { temperatureC: 37, membraneCapacitancePf: 53.3, junctionPotentialMv: -14.2 }],
  ['bath 35 deg C, access resistance 9MΩ, 80 % compensation', { temperatureC: 35, seriesResistanceMohm: 9, compensationPercent: 80 }],
  ['junction potential corrected for −15 mV', { junctionPotentialMv: -15 }],
  ['capacitance (41 pF)', { membraneCapacitancePf: 41 }],
  // Neither a value without a unit nor one that cannot be is offered, nor another number with a like unit.
  ['Cm 53, Rs 8, T 36, passage 37', {}],
  ['370 °C, Cm 9000 pF, tip 3 MOhm, holding -80 mV, 20 C cells', {}],
  ['TrialC 36 Case 3', {}],
])('offers what %j says', (comment, wanted) => {
  const { offers, drugs } = commentOffers(recording({ comment }), {});
  expect(Object.fromEntries(offers.map(({ condition, value }) => [condition, value]))).toEqual(wanted);
  expect(drugs).toEqual([]);
});

it('offers nothing that is known, and nothing of our own exports', () => {
  expect(commentOffers(recording({ comment: 'at 36 °C' }), { temperatureC: 22 }).offers).toEqual([]);
  expect(commentOffers(recording({ comment: 'recording_hash: chunks-crc32:1 | remark_1: at 36 °C with dofetilide 3 nM' }), {})).toEqual({
    offers: [],
    drugs: [],
  });
});

it('says where it stands, in the words of the file', () => {
  const { offers, drugs } = commentOffers(
    recording({
      name: 'IV 36 °C',
      tags: [
        { timeS: 12.345, text: 'dofetilide 30 nM on' },
        { timeS: 90, text: 'wash, 10 µM of nifedipine off' },
      ],
    }),
    {},
  );
  expect(offers.map(({ said }) => said)).toEqual([
    'Its name says "36 °C": temperature 36 °C? It was not taken over; state it where it holds.',
  ]);
  expect(drugs).toEqual([
    expect.stringMatching(/^Its tag at 12\.35 s says "dofetilide 30 nM": where a drug was in the bath/),
    expect.stringMatching(/"10 µM of nifedipine"/),
  ]);
});
