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

  /** A ramp of 60 mV from -100 mV on, held for 20 ms after it, with a current while it is between two potentials. */
  const ramped = (mvPerMs: number, atMv: readonly [number, number], pa: number) => {
    const watch = new LargestCurrentsWatch(10_000);
    const rise = Array.from({ length: Math.round(600 / mvPerMs) }, (_, i) => -100 + (i * mvPerMs) / 10);
    const command = Float32Array.from([...Array.from({ length: 200 }, () => -100), ...rise, ...Array.from({ length: 200 }, () => -40)]);
    const current = command.map((mv) => (mv > atMv[0] && mv < atMv[1] ? pa : -20));
    for (let i = 0; i < command.length; i += 41) watch.block(command.subarray(i, i + 41), current.subarray(i, i + 41));
    return watch.largest;
  };

  it('takes the current that a fast ramp opens for INa, and that of a slow one for slow', () => {
    // Upstroke of twinclamp-10s: -131 to -32 mV in 5 ms.
    expect(ramped(20, [-60, -40.5], -3730)).toEqual({ slowPa: -20, sodiumPa: -3730 });
    expect(ramped(6.6, [-60, -40.5], -3730)).toEqual({ slowPa: -20, sodiumPa: -3730 });
    expect(ramped(0.2, [-60, -40.5], -300)).toEqual({ slowPa: -300, sodiumPa: 0 });
    // Below where INa opens the current of a fast ramp is neither.
    expect(ramped(6.6, [-90, -75], -300)).toEqual({ slowPa: -20, sodiumPa: -20 });
  });

  it('takes no current of a fast ramp down for slow: it is capacitive, and the tail of what was open', () => {
    // Of twinclamp-10s: 25 to -87 mV in 5.1 ms, then -146 mV.
    const down = Array.from({ length: 51 }, (_, i) => 25 - 2.2 * i);
    const command = Float32Array.from([...Array.from({ length: 200 }, () => -139), ...down, ...Array.from({ length: 200 }, () => -146)]);
    // INa 0.4 ms after the step, the ramp's own current, and the slow one of the end.
    const current = command.map((mv, i) => (i === 204 ? -5600 : i > 206 && mv > -140 && mv < 20 ? -3700 : i > 440 ? -600 : -100));
    const watch = new LargestCurrentsWatch(10_000);
    watch.block(command, current);
    expect(watch.largest).toEqual({ slowPa: -600, sodiumPa: -5600 });
  });
});
