import { describe, expect, it } from 'vitest';
import { NO_COMPENSATION } from '../emulator/compensation.ts';
import { assertCompensation, checkCompensation } from './check-compensation.ts';

describe('the realised compensation', () => {
  const asked = {
    ...NO_COMPENSATION,
    membraneCapacitancePf: 60,
    seriesResistanceMohm: 20,
    correctionPercent: 80,
    predictionPercent: 80,
    lagUs: 10,
  };

  it('may be off by a step of its knobs, or less than a correction asked for', () => {
    expect(checkCompensation(asked, { ...asked, seriesResistanceMohm: 20.05, membraneCapacitancePf: 59.9 })).toBeDefined();
    expect(checkCompensation(asked, { ...asked, correctionPercent: 70, predictionPercent: 0, lagUs: 1 })).toBeDefined();
  });

  it.each([
    { correctionPercent: 85 },
    { correctionPercent: -1 },
    { predictionPercent: Number.NaN },
    { seriesResistanceMohm: 30 },
    { seriesResistanceMohm: 2 },
    { membraneCapacitancePf: 0 },
    { junctionPotentialMv: 10 },
    { offsetMv: -10 },
  ])('is refused with %j', (change) => {
    expect(() => checkCompensation(asked, { ...asked, ...change })).toThrow(/^Compensation: the amplifier was asked for /);
  });

  it('is never requested with a value that is not a number', () => {
    expect(() => assertCompensation({ ...asked, membraneCapacitancePf: Number.NaN })).toThrow(/got NaN/);
  });
});
