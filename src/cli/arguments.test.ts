import { expect, test } from 'vitest';
import { Arguments } from './arguments.ts';

const table = { 'low-mv': { value: 'V', help: '' }, json: { help: '' } };

test('a negative number is a value, with or without "="', () => {
  expect(new Arguments(table, ['--low-mv', '-140']).number('low-mv')).toBe(-140);
  expect(new Arguments(table, ['--low-mv=-.5', '--json']).number('low-mv')).toBe(-0.5);
});

test('an option after one that takes a value is no value', () => {
  expect(() => new Arguments(table, ['--low-mv', '--json'])).toThrow(/low-mv/);
});
