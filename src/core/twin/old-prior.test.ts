import { expect, test } from 'vitest';
import { madeUpTwin } from '../formats/export/made-up-twin.testing.ts';
import { isOfOldPrior, OLD_PRIOR_ALARM, recordingsToRenew, withOldPriorAlarm } from './old-prior.ts';
import { withOrigin } from './twin-origin.ts';

const of = (over: { cell?: 'living' | 'simulated'; simulated?: boolean; priorSd?: number }) => {
  const { priorSd = 0.231, ...rest } = over;
  return { ...rest, provenance: { priorSd } };
};

test('a living cell inferred by the prior of simulated ones, before the cell decided', () => {
  expect(isOfOldPrior(of({}), false)).toBe(true);
  expect(isOfOldPrior(of({ simulated: false }), false)).toBe(true);
});

test('what was made since, by the wide prior, or of a simulated cell is not', () => {
  expect(isOfOldPrior(of({ cell: 'living', priorSd: 0.604 }), false)).toBe(false);
  expect(isOfOldPrior(of({ cell: 'simulated', simulated: true }), true)).toBe(false);
  expect(isOfOldPrior(of({ priorSd: 0.604 }), false)).toBe(false);
  expect(isOfOldPrior(of({ simulated: true }), false)).toBe(false);
  expect(isOfOldPrior(of({}), true)).toBe(false);
});

test('its alarm stands once, and comes with what is known of its session', () => {
  const old = madeUpTwin({ provenance: { ...madeUpTwin().provenance, priorSd: 0.231 } });
  const marked = withOrigin(old, false);
  expect(marked.alarms.filter((alarm) => alarm === OLD_PRIOR_ALARM)).toHaveLength(1);
  expect(withOldPriorAlarm(marked, false)).toBe(marked);
  expect(withOrigin(old, true).alarms).not.toContain(OLD_PRIOR_ALARM);
});

test('a recording that has a newer twin is left alone', () => {
  const twin = (recordingId: number, oldPrior: boolean) => ({ recordingId, oldPrior });
  expect(recordingsToRenew([twin(1, true), twin(2, true), twin(1, true), twin(2, false), twin(3, false)])).toEqual([1]);
});
