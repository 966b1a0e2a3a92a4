import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Protocol, Segment } from '../../../core/protocol/protocol.ts';
import { protocolDurationMs } from '../../../core/protocol/protocol.ts';
import { realiseProtocol, ITEM_GRID } from '../../../core/protocol/realise-protocol.ts';
import { anyProtocol } from '../../../core/testing/protocols.testing.ts';
import { realiseItems } from '../../../shared/riglink/index.ts';
import { fromWireItem, toWireItem } from '../drivers/riglink/stimulus-codec.ts';
import { itemToSegment, stimulusItems } from './segment-items.ts';

const steps = (durationsMs: readonly number[]): Protocol => ({
  id: 'steps',
  name: 'Steps',
  source: 'test',
  holdingMv: -80,
  segments: durationsMs.map((durationMs, i): Segment => ({ kind: 'step', voltageMv: i % 2 === 0 ? -80 : 20, durationMs })),
});
/** Durations whose edges fall on, between and in the middle of a device's time steps. */
const tied = fc
  .array(fc.integer({ min: 1, max: 80_000 }), { minLength: 1, maxLength: 300 })
  .map((fives) => steps(fives.map((n) => n * 0.005)));
const protocols = fc.oneof(anyProtocol, tied);

test('a thousand steps of 1.0004 ms last 1000.4 ms in the preview, in the download and in what is stored', () => {
  const protocol = steps(Array.from({ length: 1000 }, () => 1.0004));
  const items = stimulusItems(protocol);
  expect(items.reduce((sum, { durationUs }) => sum + durationUs, 0)).toBe(1_000_400);
  expect(protocolDurationMs(realiseProtocol(protocol, ITEM_GRID).realised)).toBeCloseTo(1000.4, 9);
  const played = realiseItems(items.map(toWireItem), { levelStepUv: 50, timeStepUs: 20 });
  expect(played.reduce((sum, { durationUs }) => sum + durationUs, 0)).toBe(1_000_400);
});

test('the download asks for what the preview shows', () => {
  fc.assert(
    fc.property(protocols, (protocol) => {
      expect(stimulusItems(protocol).map(itemToSegment)).toEqual(realiseProtocol(protocol, ITEM_GRID).realised.segments);
    }),
  );
});

test('what a device of any grid plays of the download is what the preview on its grid shows', () => {
  const grid = fc.record({ levelStepUv: fc.integer({ min: 1, max: 1000 }), timeStepUs: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(protocols, grid, (protocol, { levelStepUv, timeStepUs }) => {
      const asked = realiseProtocol(protocol, ITEM_GRID).realised;
      // An item shorter than a time step is refused by the device; other tests cover that.
      fc.pre(asked.segments.every(({ durationMs }) => durationMs * 1000 >= timeStepUs));
      const preview = realiseProtocol(asked, { voltageStepMv: levelStepUv / 1000, timeStepMs: timeStepUs / 1000 });
      expect(
        realiseItems(stimulusItems(protocol).map(toWireItem), { levelStepUv, timeStepUs }).map((item, index) =>
          itemToSegment(fromWireItem(item, index)),
        ),
      ).toEqual(preview.realised.segments);
    }),
  );
});

test('a segment that the preview leaves out is not downloaded either', () => {
  expect(stimulusItems(steps([10, 0.0001, 10])).map(({ durationUs }) => durationUs)).toEqual([10_000, 10_000]);
  expect(() => stimulusItems(steps([0.0001]))).toThrow(/less than one time step/);
});
