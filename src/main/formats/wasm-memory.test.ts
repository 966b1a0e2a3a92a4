import { expect, test } from 'vitest';
import { limitWasmMemory } from './wasm-memory.ts';

test('WebAssembly grows to its limit and no further', () => {
  limitWasmMemory(10 << 16);
  const memory = new WebAssembly.Memory({ initial: 2 });
  expect(memory.grow(8)).toBe(2);
  expect(() => memory.grow(1)).toThrow(/not given/);
  expect(memory.buffer.byteLength).toBe(10 << 16);
});
