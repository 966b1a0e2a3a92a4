import { expect, test } from 'vitest';
import { pulseFilterHz } from './membrane-pulse.ts';

test('test pulses are read behind the filter that they pass', () => {
  const filter = (setBy: 'device' | 'operator') => ({ outputFilter: { lowestHz: 100, highestHz: 100_000, setBy } });
  expect(pulseFilterHz(filter('device'), 2000)).toBe(10_000);
  expect(pulseFilterHz(filter('operator'), 2000)).toBe(2000);
});
