import { expect, test } from 'vitest';
import { EPATCH } from '../protocol/stimulus-device.ts';
import { createRandom } from '../random/random.ts';
import { limitsFor, limitViolations } from './design-limits.ts';
import { protocolOf } from './genome.ts';
import { randomGenome } from './mutate.ts';

const name = { id: 'design', name: 'Design', source: 'test' };
const ODD = { voltageStepMv: 0.3, timeStepMs: 0.2 };

test('a design keeps the grid of its device', () => {
  expect(limitsFor(2000)).toEqual(limitsFor(2000, EPATCH.grid));
  const limits = limitsFor(2000, ODD);
  expect(limits).toMatchObject({ voltageStepMv: 1.2, timeStepMs: 0.2, holdingMv: -80.4 });
  const usual = protocolOf(randomGenome(limitsFor(2000), createRandom(1)), limitsFor(2000), name);
  expect(limitViolations(usual, limits).join(' ')).toMatch(/the device plays multiples of 1.2 mV/);
});

test('refuses a grid that does not hold the fixed stretches', () => {
  expect(() => limitsFor(2000, { voltageStepMv: 1, timeStepMs: 0.08 })).toThrow(/time step goes into 5 ms, got 0.16 ms/);
});

test.each([[EPATCH.grid], [{ voltageStepMv: 0.5, timeStepMs: 0.25 }], [ODD]])('designs on %j break none of its limits', (grid) => {
  const limits = limitsFor(2000, grid);
  for (let seed = 1; seed <= 20; seed++) {
    expect(limitViolations(protocolOf(randomGenome(limits, createRandom(seed)), limits, name), limits)).toEqual([]);
  }
});
