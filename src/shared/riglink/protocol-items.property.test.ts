import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Protocol, Segment } from '../../core/protocol/protocol.ts';
import { protocolDurationMs } from '../../core/protocol/protocol.ts';
import { realiseProtocol, RIGLINK_GRID } from '../../core/protocol/realise-protocol.ts';
import { anyProtocol } from '../../core/testing/protocols.testing.ts';
import { itemToSegment, protocolItems, realiseItems } from './protocol-items.ts';

const steps = (durationsMs: readonly number[]): Protocol => ({
  id: 'steps', name: 'Steps', source: 'test', holdingMv: -80,
  segments: durationsMs.map((durationMs, i): Segment => ({ kind: 'step', voltageMv: i % 2 === 0 ? -80 : 20, durationMs })),
});
/** Durations whose edges fall on, between and in the middle of a device's time steps. */
const tied = fc.array(fc.integer({ min: 1, max: 80_000 }), { minLength: 1, maxLength: 300 }).map((fives) => steps(fives.map((n) => n * 0.005)));
const protocols = fc.oneof(anyProtocol, tied);

test('a thousand steps of 1.0004 ms last 1000.4 ms in the preview, in the download and in what is stored', () => {
  const protocol = steps(Array.from({ length: 1000 }, () => 1.0004));
  const items = protocolItems(protocol);
  expect(items.reduce((sum, { durationUs }) => sum + durationUs, 0)).toBe(1_000_400);
  expect(protocolDurationMs(realiseProtocol(protocol, RIGLINK_GRID).realised)).toBeCloseTo(1000.4, 9);
  const played = realiseItems(items, { levelStepUv: 50, timeStepUs: 20 });
  expect(played.reduce((sum, { durationUs }) => sum + durationUs, 0)).toBe(1_000_400);
});

test('the download asks for what the preview shows', () => {
  fc.assert(
    fc.property(protocols, (protocol) => {
      expect(protocolItems(protocol).map(itemToSegment)).toEqual(realiseProtocol(protocol, RIGLINK_GRID).realised.segments);
    }),
  );
});

test('what a device of any grid plays of the download is what the preview on its grid shows', () => {
  const grid = fc.record({ levelStepUv: fc.integer({ min: 1, max: 1000 }), timeStepUs: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(protocols, grid, (protocol, { levelStepUv, timeStepUs }) => {
      const asked = realiseProtocol(protocol, RIGLINK_GRID).realised;
      // What lasts no step is refused by the device, which other tests hold.
      fc.pre(asked.segments.every(({ durationMs }) => durationMs * 1000 >= timeStepUs));
      const preview = realiseProtocol(asked, { voltageStepMv: levelStepUv / 1000, timeStepMs: timeStepUs / 1000 });
      expect(realiseItems(protocolItems(protocol), { levelStepUv, timeStepUs }).map(itemToSegment)).toEqual(preview.realised.segments);
    }),
  );
});

test('a segment that the preview leaves out is not downloaded either', () => {
  expect(protocolItems(steps([10, 0.0001, 10])).map(({ durationUs }) => durationUs)).toEqual([10_000, 10_000]);
  expect(() => protocolItems(steps([0.0001]))).toThrow(/less than one time step/);
});
