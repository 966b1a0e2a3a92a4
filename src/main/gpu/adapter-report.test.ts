import { expect, test } from 'vitest';
import { adapterReport } from './adapter-report.ts';

test('takes the two answers a page may give', () => {
  expect(adapterReport({ kind: 'adapter', description: 'a GPU', software: false, more: 1 })).toEqual({
    kind: 'adapter',
    description: 'a GPU',
    software: false,
  });
  expect(adapterReport({ kind: 'none', reason: 'no navigator.gpu' })).toEqual({ kind: 'none', reason: 'no navigator.gpu' });
});

test.each<unknown>([
  undefined,
  null,
  7,
  'adapter',
  [],
  {},
  { kind: 'adapter' },
  { kind: 'adapter', description: 'x'.repeat(1e6), software: false },
  { kind: 'adapter', description: 'x', software: 'no' },
  { kind: 'none', reason: 3 },
])('anything else is no adapter', (message) =>
  expect(adapterReport(message)).toEqual({ kind: 'none', reason: 'the WebGPU page gave an invalid answer' }),
);
