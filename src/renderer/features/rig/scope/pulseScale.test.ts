import { describe, expect, it } from 'vitest';
import { currentAxis, nextFixed } from './pulseScale.ts';

describe('the axis of the test pulses', () => {
  it('follows the steady current, with a smallest range', () => {
    expect(currentAxis('steady', 100, [-90, -80])).toEqual([-106.5, -63.5]);
    expect(currentAxis('steady', 100, [-900, 100])).toEqual([-1050, 250]);
  });

  it('shows everything where that is wanted or nothing is steady', () => {
    expect(currentAxis('whole', 100, [-90, -80])).toBeNull();
    expect(currentAxis('steady', 100, null)).toBeNull();
  });

  it('stays where it was fixed and goes by 1, 2, 5', () => {
    expect(currentAxis('fixed', 200, [-90, -80])).toEqual([-200, 200]);
    expect([nextFixed(100, true), nextFixed(100, false), nextFixed(200, true)]).toEqual([200, 50, 500]);
    expect([nextFixed(20_000, true), nextFixed(10, false)]).toEqual([20_000, 10]);
  });
});
