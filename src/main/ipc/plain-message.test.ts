import { expect, test } from 'vitest';
import { plainMessage } from './plain-message.ts';

test('an ordinary message stays as it is', () => {
  expect(plainMessage('Expected 20 °C, got “cold”. Correct it.')).toBe('Expected 20 °C, got “cold”. Correct it.');
});

test('control characters become spaces', () => {
  expect(plainMessage('got "\u001b[31mred\r\n\u0000\u202Etxt"')).toBe('got " [31mred txt"');
});

test('a long one keeps its beginning and its end', () => {
  const shown = plainMessage(`Expected a header, got ${'x'.repeat(5000)}. Choose another file.`);
  expect(shown.length).toBeLessThan(400);
  expect(shown).toMatch(/^Expected a header.*Choose another file\.$/);
});
