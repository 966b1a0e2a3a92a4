import { describe, expect, it } from 'vitest';
import { fixed, minutes, signed, significant } from './quantity.ts';

describe('quantities on the screen', () => {
  it('distinguishes unknown from zero', () => {
    expect(fixed(null, 1)).toBe('–');
    expect(fixed(0, 1)).toBe('0.0');
    expect(significant(Number.NaN, 3)).toBe('–');
  });
  it('never shows a negative zero and uses a true minus', () => {
    expect(fixed(-0.004, 2)).toBe('0.00');
    expect(fixed(-80, 1)).toBe('\u221280.0');
  });
  it('shows small and large values in powers of ten', () => {
    expect(significant(0.000243, 3)).toBe('2.43·10⁻⁴');
    expect(significant(9258075, 3)).toBe('9.26·10⁶');
    expect(significant(0.133786, 4)).toBe('0.1338');
  });
  it('gives differences their sign', () => {
    expect(signed(12.34, 1)).toBe('+12.3');
    expect(signed(0.01, 1)).toBe('0.0');
  });
  it('gives minutes in the usual unit', () => {
    expect(minutes(95.7)).toBe('95 min');
    expect(minutes(600)).toBe('10 h');
    expect(minutes(null)).toBe('–');
  });
});
