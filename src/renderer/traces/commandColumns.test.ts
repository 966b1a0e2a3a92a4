import { expect, it } from 'vitest';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { commandColumns } from './commandColumns.ts';

it('draws steps vertical, with holding before and after', () => {
  const protocol: Protocol = {
    id: 'p',
    name: 'p',
    source: 'test',
    holdingMv: -80,
    segments: [
      { kind: 'step', voltageMv: 10, durationMs: 5 },
      { kind: 'ramp', startMv: -40, endMv: 20, durationMs: 10 },
    ],
  };
  const [timeMs, command] = commandColumns([protocol], 2);
  const at = (time: number): number | null | undefined => command?.[Array.from(timeMs).indexOf(time)];
  expect(at(-2)).toBe(-80);
  expect(at(0)).toBe(-80);
  expect(at(0.0001)).toBe(10);
  expect(at(5)).toBe(10);
  expect(at(5.0001)).toBeCloseTo(-40, 2);
  expect(at(15)).toBe(20);
  expect(at(17)).toBe(-80);
});
