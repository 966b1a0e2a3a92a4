import fc from 'fast-check';
import type { Protocol, Segment } from '../protocol/protocol.ts';

const level = fc.double({ min: -150, max: 100, noNaN: true });
const duration = fc.double({ min: 0.05, max: 400, noNaN: true });
const segment: fc.Arbitrary<Segment> = fc.oneof(
  fc.record({ kind: fc.constant('step' as const), voltageMv: level, durationMs: duration }),
  fc.record({ kind: fc.constant('ramp' as const), startMv: level, endMv: level, durationMs: duration }),
);

/** Any protocol of a few segments, for property tests. */
export const anyProtocol: fc.Arbitrary<Protocol> = fc.record({
  id: fc.constant('any'),
  name: fc.constant('Any'),
  source: fc.constant('test'),
  holdingMv: level,
  segments: fc.array(segment, { minLength: 1, maxLength: 12 }),
});
