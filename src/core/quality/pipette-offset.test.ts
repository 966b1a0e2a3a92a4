import { expect, test } from 'vitest';
import { offsetInBath } from './pipette-offset.ts';

const reading = (resistanceMohm: number, holdingCurrentPa: number, isAtLeast = false) => ({ resistanceMohm, holdingCurrentPa, isAtLeast });

test('the offset is current times resistance, beyond the command and what is already taken off', () => {
  expect(offsetInBath(reading(3, 500), 0, 0)).toBeCloseTo(1.5, 9);
  expect(offsetInBath(reading(3, -500), 0, 2)).toBeCloseTo(0.5, 9);
  expect(offsetInBath(reading(4, -4750), -20, 0)).toBeCloseTo(1, 9);
});

test.each([
  [reading(800, 1), /open pipette of at most 50 MΩ in the bath, got 800 MΩ/],
  [reading(3, 1, true), /open pipette/],
  [reading(3, 20_000), /within 50 mV, got 60.0 mV/],
  [reading(3, NaN), /got NaN mV/],
])('%j is no offset', (bath, message) => {
  expect(() => offsetInBath(bath, 0, 0)).toThrow(message);
});
