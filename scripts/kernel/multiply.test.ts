import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { multiplySource } from './multiply.ts';

test('the matrix product in the program is the one that is described', () => {
  const stored = readFileSync(join(import.meta.dirname, '../../src/inference/network/multiply-module.ts'), 'utf8');
  expect(multiplySource() === stored, 'run npm run build:kernel').toBe(true);
});
