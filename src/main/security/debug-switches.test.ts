import { expect, test } from 'vitest';
import { debugRefusal } from './debug-switches.ts';

test('a packaged program refuses to be controlled from outside, one run from source does not', () => {
  const steered = (name: string): boolean => name === 'remote-debugging-port';
  expect(debugRefusal(true, steered)).toMatch(/--remote-debugging-port/);
  expect(debugRefusal(false, steered)).toBe(null);
  expect(debugRefusal(true, () => false)).toBe(null);
});
