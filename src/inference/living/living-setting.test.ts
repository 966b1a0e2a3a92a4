import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { parseProtocol } from '../../core/protocol/parse-protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { livingSetting, statedHere } from './living-setting.ts';

const protocol = parseProtocol(
  '{"id":"steps","name":"Steps","source":"test","holdingMv":-80,"segments":[{"kind":"step","voltageMv":20,"durationMs":100}]}',
  'steps',
);

function offsetPrior(conditions: RecordingConditions) {
  const recording = { sampleRateHz: 10_000, commandMv: new Float32Array(1), currentPaPf: new Float32Array(1), protocol, conditions };
  const { clamp } = livingSetting(recording, DEFAULT_CELL);
  return { offset: clamp.rigPriors?.offsetMv, stated: [...statedHere(clamp)] };
}

test.each([{}, { junctionPotentialMv: 0 }])(
  'a command that nobody corrected is taken to be off by a junction potential: %o',
  (conditions) => {
    expect(offsetPrior(conditions)).toEqual({ offset: { kind: 'normal', mean: -8, sd: 5 }, stated: [] });
  },
);

test('a corrected command is taken at its word, but for what such a correction leaves', () => {
  expect(offsetPrior({ junctionPotentialMv: 14.3 })).toEqual({ offset: { kind: 'normal', mean: 0, sd: 2.5 }, stated: ['offsetMv'] });
});
