import { expect, test } from 'vitest';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import { realiseProtocol } from '../../../core/protocol/realise-protocol.ts';
import { realiseItems } from '../../../shared/riglink/index.ts';
import { fromWireItem, toWireItem } from '../drivers/riglink/stimulus-codec.ts';
import { protocolRun, realisedProtocol } from './run-plan.ts';

test('what is stored as played behind a hold is what the preview on the device grid shows', () => {
  const protocol: Protocol = {
    id: 'p',
    name: 'P',
    source: 'test',
    holdingMv: -80.03,
    segments: Array.from({ length: 1000 }, (_, i) => ({ kind: 'ramp', startMv: -80, endMv: i / 10, durationMs: 1.0004 })),
  };
  const { items, holdItems } = protocolRun(protocol, 10, true);
  const stored = realisedProtocol(
    protocol,
    realiseItems(items.map(toWireItem), { levelStepUv: 50, timeStepUs: 20 }).map(fromWireItem),
    holdItems,
  );
  expect(stored).toEqual(realiseProtocol(protocol, { voltageStepMv: 0.05, timeStepMs: 0.02 }).realised);
});
