import { expect, test } from 'vitest';
import { NO_ARTEFACTS, sampleArtefacts } from './artefacts.ts';
import { NO_HISTORY } from './cell-history.ts';
import { RIG_PARAMETERS, rigLabel, rigParameter, rigParametersOf, rigPriorSd, type RigParameter } from './rig-parameters.ts';
import { createRandom } from '../random/random.ts';

const all: readonly RigParameter[] = RIG_PARAMETERS;

test('the table has one row for every artefact and every state of the history, and no other', () => {
  expect([...rigParametersOf('artefact')].sort()).toEqual(Object.keys(NO_ARTEFACTS).sort());
  expect([...rigParametersOf('history')].sort()).toEqual(Object.keys(NO_HISTORY).sort());
  expect(rigParametersOf('record')).toEqual(['offsetPaPf', 'capacitanceRatio']);
});

test('every row has its own id, label and place, and finite figures', () => {
  for (const key of ['id', 'label', 'row'] as const) expect(new Set(all.map((row) => row[key])).size).toBe(all.length);
  for (const { simulated, living = simulated, step } of all) {
    expect(step).toBeGreaterThan(0);
    expect(rigPriorSd(simulated)).toBeGreaterThan(0);
    expect(rigPriorSd(living)).toBeGreaterThanOrEqual(rigPriorSd(simulated));
  }
});

test('populations draw within the prior of a fit', () => {
  const drawn = Array.from({ length: 500 }, (_, i) => sampleArtefacts(createRandom(i)));
  for (const { id, simulated } of all) {
    if (!(id in NO_ARTEFACTS) || simulated.kind === 'uniform') continue;
    const centre = simulated.kind === 'normal' ? simulated.mean : Math.log(simulated.median);
    const values = drawn.map((one) => one[id as keyof typeof one]).map((value) => (simulated.kind === 'normal' ? value : Math.log(value)));
    for (const value of values) expect(Math.abs(value - centre) / simulated.sd, id).toBeLessThan(4);
  }
});

test('labels use terms of the operator, with units', () => {
  expect(rigLabel('offsetMv')).toBe('voltage offset (mV)');
  expect(rigLabel('estimateRatio')).toBe('amplifier time constant over the true one');
  expect(rigLabel('ina.g_Na')).toBeNull();
});

test('a living cell has the history of a simulated one, as ADR 14 says', () => {
  for (const id of rigParametersOf('history')) expect(rigParameter(id).living).toBeUndefined();
});
