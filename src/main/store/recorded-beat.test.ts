import { expect, test } from 'vitest';
import { recordedBeat } from './recorded-beat.ts';

test('a trace that is no membrane potential anywhere has no beats, and is no error', () => {
  expect(recordedBeat(new Float32Array(5000).fill(340), 10_000)).toBeNull();
  expect(
    recordedBeat(
      Float32Array.from({ length: 5000 }, (_, i) => (i === 2500 ? -70 : 340)),
      10_000,
    ),
  ).toBeNull();
});
