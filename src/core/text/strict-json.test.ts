import { describe, expect, test } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

describe('strict JSON', () => {
  test('is JSON, with or without a byte order mark', () => {
    expect(parseStrictJson('\ufeff{"a": [1, {"a": "\\"b\\":"}]}', 100)).toEqual({ a: [1, { a: '"b":' }] });
  });

  test.each([
    ['{"a": 1, "b": {"a": 2}, "a": 3}', /"a" is there twice/],
    ['{"a": 1,\n "\\u0061": 3}', /"a" is there twice, again on line 2$/],
    ['['.repeat(1e5), /deeper than 64/],
    [`"${'x'.repeat(200)}"`, /at most 100/],
    ['{"a": 0x10}', /./],
    ['{"a": NaN}', /./],
    ['{"a"', /./],
  ])('refuses %.30s', (text, why) => {
    expect(() => parseStrictJson(text, text.startsWith('"') ? 100 : 1e6)).toThrow(why);
  });
});
