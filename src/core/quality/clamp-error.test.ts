import { describe, expect, it } from 'vitest';
import { clampErrorMv, clampErrors, LargestCurrentsWatch } from './clamp-error.ts';

describe('the clamp error', () => {
  it('is current times the resistance that is left', () => {
    expect(clampErrorMv(-1000, 20, 80)).toBeCloseTo(4, 9);
    expect(clampErrorMv(500, 30, 0)).toBeCloseTo(15, 9);
  });

  it('keeps the first 5 ms after a step apart, over the ends of blocks too', () => {
    const watch = new LargestCurrentsWatch(10_000);
    const command = Float32Array.from({ length: 400 }, (_, i) => (i <= 200 ? -80 : -20));
    // What the filter still shows of before, sodium current 1 ms after the step, calcium current 20 ms after it.
    const current = command.map((_, i) => (i === 202 ? -6000 : i === 210 ? -5000 : i === 255 ? -400 : -50));
    for (let i = 0; i < 400; i += 37) watch.block(command.subarray(i, i + 37), current.subarray(i, i + 37));
    expect(watch.largest).toEqual({ slowPa: -400, sodiumPa: -5000 });
  });

  it('takes no transient of a step down, and no outward one, for INa', () => {
    const watch = new LargestCurrentsWatch(10_000);
    const command = Float32Array.from({ length: 300 }, (_, i) => (i <= 100 ? -80 : i <= 200 ? -120 : -80));
    watch.block(
      command,
      command.map((_, i) => (i === 101 ? -9000 : i === 201 ? 9000 : -20)),
    );
    expect(watch.largest).toEqual({ slowPa: -20, sodiumPa: 0 });
  });

  it('of slow currents and of INa are two figures', () => {
    const errors = clampErrors({ slowPa: -640, sodiumPa: -5000 }, 20, 80);
    expect(errors.slow.errorMv).toBeCloseTo(2.56, 9);
    expect(errors.sodium).toMatchObject({ currentPa: -5000 });
    expect(errors.sodium?.errorMv).toBeCloseTo(20, 9);
    expect(clampErrors({ slowPa: 300, sodiumPa: 0 }, 20, 80).sodium).toBeNull();
  });

  it('takes a ramp for slow', () => {
    const watch = new LargestCurrentsWatch(10_000);
    watch.block(
      Float32Array.from({ length: 100 }, (_, i) => -80 + i),
      new Float32Array(100).fill(-300),
    );
    expect(watch.largest).toEqual({ slowPa: -300, sodiumPa: 0 });
  });
});
