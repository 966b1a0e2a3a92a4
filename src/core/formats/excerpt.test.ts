import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test('quotes a short text as it is and the beginning of a long one', () => {
  expect(excerpt('Time (s), Voltage (V)')).toBe('Time (s), Voltage (V)');
  expect(excerpt('x'.repeat(1e6))).toBe(`${'x'.repeat(60)} …`);
  expect(excerpt(`${' '.repeat(200)}secret`)).toBe(' …');
  expect(excerpt('a\u001b[2J\r\nb\u202Ec')).toBe('a [2J b c');
});
