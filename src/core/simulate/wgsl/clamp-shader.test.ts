import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../cell/models.ts';
import { clampShader } from './clamp-shader.ts';
import { f32Literal } from './print-expression.ts';

test('literals are 32-bit floats that WGSL reads', () => {
  expect(f32Literal(0.5)).toBe('0.5f');
  expect(f32Literal(-1)).toBe('-1f');
  expect(f32Literal(1e-45)).toBe('0f');
  expect(() => f32Literal(1e39)).toThrow(/must fit a 32-bit float, got 1e\+39/);
});

test('every name of the shader is told before it is used, once', () => {
  const { code } = clampShader(DEFAULT_CELL);
  const told = new Set<string>();
  for (const line of code.split('\n')) {
    const [, name, rest] = /^\s*let (n\d+)(?:: f32)? = (.*)$/.exec(line) ?? [];
    for (const used of (rest ?? line).match(/\bn\d+\b/g) ?? []) expect(told, line).toContain(used);
    if (name !== undefined) {
      expect(told).not.toContain(name);
      told.add(name);
    }
  }
  expect(told.size).toBeGreaterThan(200);
});

test('a cell has as many prepared terms as the shader reads', () => {
  const { code, preparedCount, prepare } = clampShader(DEFAULT_CELL);
  expect(prepare(DEFAULT_CELL.baseline())).toHaveLength(preparedCount);
  expect(code.match(/= terms\[/g)).toHaveLength(preparedCount);
});
