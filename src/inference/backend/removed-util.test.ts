import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { restoreRemovedUtil } from './removed-util.ts';

it('gives packages that require util the functions that Node removed', () => {
  restoreRemovedUtil();
  const util = createRequire(import.meta.url)('util') as { isNullOrUndefined: (v: unknown) => boolean; isArray: unknown; inspect: unknown };
  expect([null, undefined, 0, '', false].map((v) => util.isNullOrUndefined(v))).toEqual([true, true, false, false, false]);
  // Node 24 still has it, and warns when it is called.
  expect(util.isArray).toBeTypeOf('function');
  expect(util.inspect).toBeTypeOf('function');
});
