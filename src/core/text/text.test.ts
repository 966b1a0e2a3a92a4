import { describe, expect, test } from 'vitest';
import { printable } from './printable.ts';
import { shortMessage } from './short-message.ts';

describe('text from outside', () => {
  test('cannot control a terminal nor reverse a line', () => {
    expect(printable('a\u001b[2Jb\u009bc\u202ed\u2066e')).toBe('a\\u001b[2Jb\\u009bc\\u202ed\\u2066e');
    expect(printable('Zelle ä, 細胞, 20 °C')).toBe('Zelle ä, 細胞, 20 °C');
  });

  test('never makes a message long', () => {
    const long = shortMessage(`Expected a name, got "${'x'.repeat(1e7)}". Rename the cell.`);
    expect(long.length).toBeLessThan(400);
    expect(long).toMatch(/^Expected a name, got "x+ … x+"\. Rename the cell\.$/);
    expect(shortMessage('one\ntwo')).toBe('one two');
    expect(shortMessage('\u001b'.repeat(400)).length).toBeLessThan(400);
  });
});
