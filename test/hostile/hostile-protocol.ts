import type { Protocol } from '../../src/core/protocol/protocol.ts';

export const RATE_HZ = 10_000;
export const HOLD_SECONDS = 0.1;
export const SPONTANEOUS_SECONDS = 0.15;

/** Steps and ramps, short enough for a thousand runs, long enough for some twenty frames. */
export const PROTOCOL: Protocol = {
  id: 'hostile',
  name: 'Hostile',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -40, durationMs: 100 },
    { kind: 'step', voltageMv: 20, durationMs: 80.03 },
    { kind: 'ramp', startMv: 20, endMv: -100, durationMs: 120 },
    { kind: 'step', voltageMv: -80, durationMs: 100 },
  ],
};
