import { describe, expect, test } from 'vitest';
import { assertManifestSizes } from './manifest-limits.ts';

describe('sizes of a population', () => {
  test('accepts possible ones', () => {
    expect(() => assertManifestSizes({ cells: 1_000_000, cellsPerShard: 1024, columns: [900, 60] }, 'manifest.json')).not.toThrow();
  });

  test.each([
    [{ cells: 10, cellsPerShard: 0, columns: [1] }],
    [{ cells: 10, cellsPerShard: -8, columns: [1] }],
    [{ cells: 1e15, cellsPerShard: 8, columns: [1] }],
    [{ cells: 10, cellsPerShard: 1e8, columns: [1e6] }],
    [{ cells: 10, cellsPerShard: 8, columns: [null] }],
    [{ cells: Infinity, cellsPerShard: 8, columns: [1] }],
    [{ cellsPerShard: '8', columns: [1] }],
  ])('refuses impossible ones: %j', (sizes) => {
    expect(() => assertManifestSizes(sizes, 'manifest.json')).toThrow(/^manifest\.json: .*damaged/);
  });
});
