import { expect, test } from 'vitest';
import { drugTable, isSignificant } from './drug-table.ts';
import type { LivingRow } from './living-row.ts';
import { summariseLiving } from './living-summary.ts';

const features = (cycleLengthMs: number | null, mdpMv: number) => ({
  beats: 5,
  cycleLengthMs,
  apd50Ms: cycleLengthMs === null ? null : 50,
  apd90Ms: cycleLengthMs === null ? null : 100,
  mdpMv,
  peakMv: cycleLengthMs === null ? null : 30,
  dvdtMaxVs: null,
});
const spread = (low: number, high: number) => ({ median: (low + high) / 2, low, high });
const row = (cell: string, recorded: LivingRow['recorded'], predicted: LivingRow['predicted']): LivingRow => ({
  cell,
  mode: 'clamp+potential',
  class: recorded.cycleLengthMs === null ? 'rests' : 'beats',
  twin: predicted.cycleLengthMs === null ? 'rests' : 'beats',
  recorded,
  predicted,
  ensemble: {
    cycleLengthMs: spread(900, 1100),
    apd50Ms: spread(40, 60),
    apd90Ms: spread(110, 120),
    mdpMv: spread(-61, -59),
    peakMv: null,
  },
  alike: 1,
  cycleSdMs: null,
  residualPaPf: 0.4,
  residualRatio: 1.1,
  seconds: 20,
  priorCells: 20,
  chi2PerSample: 1,
  alarms: [],
  failed: null,
  values: {},
  members: [],
  later: null,
});

test('a twin that does not beat where its cell does counts as wholly off', () => {
  const summary = summariseLiving('clamp+potential', [
    row('a', features(1000, -60), features(1100, -62)),
    row('b', features(1000, -60), features(null, -40)),
    row('c', features(null, -60), features(null, -57)),
  ]);
  expect(summary).toMatchObject({ n: 3, classAccuracy: 2 / 3, restingRight: '1 of 1', mdpErrMv: 3 });
  expect(summary.cycleLengthErr.median).toBeCloseTo(55, 9);
  // Of each beating cell cycle, APD50 and MDP are inside; of the resting one its potential.
  expect(summary.inRange).toBeCloseTo(7 / 11, 9);
  expect(summary.alarm).toEqual({ wrong: 1, speaks: 0, right: 2, silent: 2 });
});

test('a change counts where it is more than what cells without a drug do', () => {
  const measured = (cell: string, drug: string, log: number) => ({
    cell,
    drug,
    channels: [{ channel: 'IKr', log, sd: 0.02 }],
    runDown: { channel: 'runDown', log: 0, sd: 0.02 },
    residualPaPf: 0.3,
  });
  const vehicle = [0.2, -0.2, 0.2, -0.2, 0.2].map((log, k) => measured(`v${k}`, 'control', log));
  const table = drugTable([...vehicle, measured('d', 'cisapride', -1.2), measured('e', 'cisapride', -0.3)]);
  expect(table.map(({ channels }) => channels.some(isSignificant))).toEqual([false, false, false, false, false, true, false]);
  expect(table[5]?.channels[0]?.change).toBeCloseTo(Math.exp(-1.2) - 1, 9);
});
