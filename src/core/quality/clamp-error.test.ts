import { describe, expect, it } from 'vitest';
import { clampErrorMv, LargestCurrentsWatch } from './clamp-error.ts';

describe('the clamp error', () => {
  it('is current times the resistance that is left', () => {
    expect(clampErrorMv(-1000, 20, 80)).toBeCloseTo(4, 9);
    expect(clampErrorMv(500, 30, 0)).toBeCloseTo(15, 9);
  });

  it('keeps the first 5 ms after a step apart, over the ends of blocks too', () => {
    const watch = new LargestCurrentsWatch(10_000);
    const command = Float32Array.from({ length: 400 }, (_, i) => (i <= 200 ? -80 : -20));
    // Sodium current 1 ms after the step, calcium current 20 ms after it.
    const current = command.map((_, i) => (i === 210 ? -5000 : i === 255 ? -400 : -50));
    for (let i = 0; i < 400; i += 37) watch.block(command.subarray(i, i + 37), current.subarray(i, i + 37));
    expect(watch.largest).toEqual({ slowPa: 400, fastPa: 5000 });
  });

  it('takes a ramp for slow', () => {
    const watch = new LargestCurrentsWatch(10_000);
    watch.block(
      Float32Array.from({ length: 100 }, (_, i) => -80 + i),
      new Float32Array(100).fill(-300),
    );
    expect(watch.largest).toEqual({ slowPa: 300, fastPa: 0 });
  });
});
